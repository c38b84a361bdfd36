#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "native",
    redirect_uri = "https://localhost/cb",
)]
struct Client;

fn main() {}
