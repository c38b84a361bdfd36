#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "third_party",
    grant("jwt-bearer", "refresh_token"),
)]
struct Client;

fn main() {}
