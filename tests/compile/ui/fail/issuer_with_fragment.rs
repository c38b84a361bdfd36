#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", issuer = "https://as.example.com#x")]
struct Client;

fn main() {}
