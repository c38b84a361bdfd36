#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    client_id = "https://app.example.com/oauth/client.json",
    auth = "client_secret_basic",
    redirect_uri = "https://app.example.com/cb",
)]
struct Client;

fn main() {}
