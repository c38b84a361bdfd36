#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    profile = "mcp",
    kind = "native",
    redirect_uri = "http://127.0.0.1/cb",
)]
struct Client;

fn main() {}
