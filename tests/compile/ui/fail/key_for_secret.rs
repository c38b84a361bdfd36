#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", grant = "jwt-bearer")]
struct Client {
    client_id: String,
    private_key: String,
}

fn main() {}
