#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", resource = "https://api.example.com#x")]
struct Client;

fn main() {}
