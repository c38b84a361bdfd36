#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "m2m",
    token_endpoint = "https://proxy.example.com/token",
    server = "servers/login.example.com.json"
)]
struct Client;

fn main() {}
