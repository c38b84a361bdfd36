#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    redirect_uri = "https://app.example.com/cb",
    allow(plain_pkce, reason = "old server"),
)]
struct Client;

fn main() {}
