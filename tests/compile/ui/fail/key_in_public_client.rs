#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "native",
    auth = "private_key_jwt",
    jwks_uri = "https://app.example.com/jwks.json",
    redirect_uri = "com.example.app:/cb",
)]
struct Client;

fn main() {}
