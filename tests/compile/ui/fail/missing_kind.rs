#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(grant = "client_credentials")]
struct Client;

fn main() {}
