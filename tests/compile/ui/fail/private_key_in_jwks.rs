#![allow(dead_code)]

use oauth_flow::oauth_client;

// Two of the three keys are private.
#[oauth_client(kind = "m2m", registration = "clients/private_key.json")]
struct Client;

fn main() {}
