#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", token_endpoint = "https://a@as.example.com/token")]
struct Client;

fn main() {}
