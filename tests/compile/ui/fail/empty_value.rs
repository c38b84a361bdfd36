#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "m2m",
    client_id = "",
)]
struct Client;

fn main() {}
