#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(
    profile = "rfc6749",
    kind = "web",
    redirect_uri = "https://app.example.com/cb",
)]
struct Client;

fn main() {}
