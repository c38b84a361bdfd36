#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    redirect_uri = "com.example.app:/cb",
)]
struct Client;

fn main() {}
