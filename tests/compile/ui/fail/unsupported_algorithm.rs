#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    request_object = "ES256",
    redirect_uri = "https://app.example.com/cb",
    server = "servers/login.example.com.json"
)]
struct Client;

fn main() {}
