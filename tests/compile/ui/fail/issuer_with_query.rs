#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", issuer = "https://as.example.com?tenant=1")]
struct Client;

fn main() {}
