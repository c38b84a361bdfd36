#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m")]
struct Client {
    #[oauth(skip, client_secret)]
    a: u8,
}

fn main() {}
