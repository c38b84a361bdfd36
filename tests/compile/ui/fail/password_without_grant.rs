#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m")]
struct Client {
    client_id: String,
    client_secret: String,
    username: String,
    password: String,
}

fn main() {}
