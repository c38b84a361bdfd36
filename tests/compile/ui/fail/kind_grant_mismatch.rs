#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "m2m",
    grant = "authorization_code",
    pkce = "S256",
    redirect_uri = "https://app.example.com/cb",
)]
struct Client;

fn main() {}
