#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    redirect_uri = "https://app.example.com/cb",
)]
struct Client {
    github_client_id: Text,
    google_client_id: Text,
    client_secret: Text,
}

fn main() {}
