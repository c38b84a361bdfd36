#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "m2m",
    grant("client_credentials", "refresh_token"),
)]
struct Client;

fn main() {}
