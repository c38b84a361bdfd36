#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "trusted",
    grant = "password",
    auth = "client_secret_basic",
    allow(password_grant, reason = "old terminals"),
    deny(password_grant),
)]
struct Client;

fn main() {}
