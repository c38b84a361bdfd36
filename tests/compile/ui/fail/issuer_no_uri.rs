#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", issuer = "as.example.com")]
struct Client;

fn main() {}
