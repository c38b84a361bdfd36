#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "native",
    grant = "authorization_code",
    pkce = "plain",
    redirect_uri = "com.example.app:/cb",
)]
struct Client;

fn main() {}
