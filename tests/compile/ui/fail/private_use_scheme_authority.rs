#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "native",
    redirect_uri = "com.example.app://cb",
)]
struct Client;

fn main() {}
