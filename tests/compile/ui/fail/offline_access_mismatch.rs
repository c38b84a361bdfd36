#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    scope = "openid offline_access",
    redirect_uri = "https://app.example.com/cb",
)]
struct Client;

fn main() {}
