#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", grant = "token-exchange")]
struct Client {
    client_id: String,
    client_secret: String,
}

fn main() {}
