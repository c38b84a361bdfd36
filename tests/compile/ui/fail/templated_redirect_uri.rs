#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    redirect_uri = "https://{tenant}.example.com/cb",
)]
struct Client;

fn main() {}
