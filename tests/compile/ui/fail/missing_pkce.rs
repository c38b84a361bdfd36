#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "spa",
    grant = "authorization_code",
    redirect_uri = "https://app.example.com/cb",
)]
struct Client;

fn main() {}
