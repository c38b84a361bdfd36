#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "third_party",
    grant = "token-exchange",
    auth = "none",
)]
struct Client;

fn main() {}
