#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", deny(plain_pkce, plain_pkce))]
struct Client;

fn main() {}
