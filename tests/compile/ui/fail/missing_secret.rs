#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", grant = "client_credentials")]
struct Client {
    client_id: String,
}

fn main() {}
