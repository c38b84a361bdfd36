#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m")]
struct Client {
    #[oauth(client_secret, client_id, with = split)]
    a: u8,
}

fn main() {}
