#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    profile = "fapi2",
    kind = "web",
    auth = "private_key_jwt",
    jwks_uri = "https://app.example.com/jwks.json",
    par,
    grant = "authorization_code",
    pkce = "S256",
    redirect_uri = "https://app.example.com/cb",
)]
struct Client;

fn main() {}
