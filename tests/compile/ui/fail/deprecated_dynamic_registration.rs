#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "native",
    profile = "mcp",
    dynamic_registration,
    resource = "runtime",
    redirect_uri = "http://127.0.0.1/cb",
)]
struct Client;

fn main() {}
