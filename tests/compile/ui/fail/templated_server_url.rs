#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    issuer = "https://login.example.com/{tenantid}/v2.0",
    redirect_uri = "runtime",
)]
struct Client;

fn main() {}
