#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "spa",
    auth = "client_secret_post",
    redirect_uri = "https://app.example.com/cb",
)]
struct Client;

fn main() {}
