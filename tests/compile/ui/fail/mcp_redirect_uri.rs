#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    profile = "mcp",
    kind = "native",
    resource = "https://mcp.example.com",
    redirect_uri = "com.example.app:/cb",
)]
struct Client;

fn main() {}
