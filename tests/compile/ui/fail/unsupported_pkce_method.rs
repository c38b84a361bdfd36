#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "https://app.example.com/cb", server = "servers/plain_pkce.json")]
struct Client;

fn main() {}
