#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", token_endpoint = "/token")]
struct Client;

fn main() {}
