#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "https://app.example.com/cb", server = "servers/signed_requests.json")]
struct Client;

fn main() {}
