#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    grant("authorization_code", "implicit"),
    response_type = "code id_token",
    scope = "openid",
    pkce = "S256",
    redirect_uri = "https://app.example.com/cb",
)]
struct Client;

fn main() {}
