#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    redirect_uri = "HTTPS://App.Example.com:443/cb",
)]
struct Client;

fn main() {}
