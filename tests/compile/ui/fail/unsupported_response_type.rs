#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "https://app.example.com/cb", server = "servers/id_token_alone.json")]
struct ResponseType;

#[oauth_client(
    kind = "web",
    response_mode = "form_post",
    redirect_uri = "https://app.example.com/cb",
    server = "servers/login.example.com.json"
)]
struct ResponseMode;

fn main() {}
