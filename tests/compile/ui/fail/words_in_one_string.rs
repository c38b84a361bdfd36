#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", grant = "client_credentials, token-exchange")]
struct Client;

fn main() {}
