#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    grant("authorization_code", "implicit"),
    response_type = "code token",
    pkce = "S256",
    redirect_uri = "https://app.example.com/cb",
)]
struct Client;

fn main() {}
