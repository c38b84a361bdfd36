#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", server = "servers/plain_http.json")]
struct Client;

fn main() {}
