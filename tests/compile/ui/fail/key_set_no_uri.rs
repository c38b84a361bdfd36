#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", auth = "private_key_jwt", jwks_uri = "svc.example.com/jwks.json")]
struct Client;

fn main() {}
