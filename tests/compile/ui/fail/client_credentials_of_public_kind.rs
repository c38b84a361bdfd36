#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "spa", grant = "client_credentials")]
struct Client;

fn main() {}
