#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "https://app.example.com/cb", server = "servers/no_pkce.json")]
struct Client;

#[oauth_client(
    profile = "mcp",
    kind = "native",
    resource = "https://mcp.example.com",
    redirect_uri = "http://127.0.0.1/cb",
    server = "servers/no_pkce.json"
)]
struct OfMcp;

fn main() {}
