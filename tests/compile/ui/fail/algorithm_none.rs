#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", registration = "clients/algorithm_none.json")]
struct Client;

fn main() {}
