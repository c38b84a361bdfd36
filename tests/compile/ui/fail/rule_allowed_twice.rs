#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", allow(plain_pkce, reason = "a"), allow(plain_pkce, reason = "b"))]
struct Client;

fn main() {}
