#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", registration = "clients/algorithm_of_a_secret.json")]
struct WithAKey;

#[oauth_client(kind = "m2m", registration = "clients/algorithm_of_a_key.json")]
struct WithASecret;

fn main() {}
