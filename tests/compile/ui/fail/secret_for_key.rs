#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", auth = "private_key_jwt")]
struct Client {
    client_id: String,
    client_secret: String,
}

fn main() {}
