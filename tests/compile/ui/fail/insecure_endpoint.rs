#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "m2m",
    token_endpoint = "http://as.example.com/token",
)]
struct Client;

fn main() {}
