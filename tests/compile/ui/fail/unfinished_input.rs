#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind =)]
struct Client;

fn main() {}
