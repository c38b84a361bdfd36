#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    issuer = "http://127.0.0.1:8080",
    redirect_uri = "https://app.example.com/cb",
)]
struct Client;

fn main() {}
