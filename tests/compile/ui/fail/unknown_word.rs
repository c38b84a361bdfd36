#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "mobile",
    redirect_uri = "https://app.example.com/cb",
)]
struct Client;

fn main() {}
