#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "m2m",
    grant = "client_credentials",
    allow(pasword_grant, reason = "x"),
)]
struct Client;

fn main() {}
