#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(
    profile = "fapi2",
    kind = "web",
    auth = "private_key_jwt",
    jwks_uri = "https://app.example.com/jwks.json",
    par,
    sender_constraint = "dpop",
    redirect_uri = "https://app.example.com/cb",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    refresh = "rotate",
)]
struct Client;

fn main() {}
