#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", registration = "clients/jwks_and_jwks_uri.json")]
struct Client;

fn main() {}
