#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    redirect_uri = "https://app.example.com/cb",
)]
enum Client { GitHub, Google }

fn main() {}
