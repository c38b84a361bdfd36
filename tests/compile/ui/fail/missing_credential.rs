#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "m2m",
    grant = "client_credentials",
    auth = "private_key_jwt",
)]
struct Client;

fn main() {}
