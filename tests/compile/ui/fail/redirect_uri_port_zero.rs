#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "native", redirect_uri = "http://127.0.0.1:0/callback")]
struct Client;

fn main() {}
