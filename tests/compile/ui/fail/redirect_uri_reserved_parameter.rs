#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    redirect_uri = "https://app.example.com/cb?state=fixed",
)]
struct Client;

fn main() {}
