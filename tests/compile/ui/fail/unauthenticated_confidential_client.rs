#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    auth = "none",
    grant = "authorization_code",
    pkce = "S256",
    redirect_uri = "https://app.example.com/cb",
)]
struct Client;

fn main() {}
