#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m")]
#[oauth(client_id)]
struct Client {
    a: u8,
}

fn main() {}
