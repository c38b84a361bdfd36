#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    redirect_uri = "https://app.example.com/cb",
)]
struct Client {
    #[cfg_attr(test, oauth(client_secret))]
    a: u8,
}

fn main() {}
