#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(profile = "fapi2", kind = "third_party", auth = "none", sender_constraint = "dpop")]
struct Client;

fn main() {}
