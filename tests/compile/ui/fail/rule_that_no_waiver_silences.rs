#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", allow(unknown_key, reason = "x"))]
struct Client;

fn main() {}
