#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m")]
#[derive(serde::Serialize)]
struct Client {
    client_id: String,
    client_secret: String,
}

fn main() {}
