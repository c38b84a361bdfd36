#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "m2m",
    grant = "client_credentials",
    response_type = "code",
)]
struct Client;

fn main() {}
