#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "third_party",
    auth = "none",
)]
struct Client {
    client_id: String,
    client_secret: String,
}

fn main() {}
