#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = 5)]
struct Client;

fn main() {}
