#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", response_type = "id_token", redirect_uri = "https://app.example.com/cb")]
struct Client;

fn main() {}
