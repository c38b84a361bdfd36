#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    profile = "oauth2.1",
    kind = "native",
    grant = "authorization_code",
    pkce = "plain",
    redirect_uri = "http://127.0.0.1/cb",
)]
struct Client;

fn main() {}
