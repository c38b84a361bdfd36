#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", registration = "clients/committed_secret.json")]
struct Client;

fn main() {}
