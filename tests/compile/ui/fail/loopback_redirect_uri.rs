#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    redirect_uri = "http://localhost:8080/cb",
)]
struct Client;

fn main() {}
