#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", grant = "account_credentials")]
struct Client;

fn main() {}
