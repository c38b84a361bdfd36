#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "native",
    client_id = "https://app.example.com/client.json",
    redirect_uri = "http://127.0.0.1/cb",
    server = "servers/login.example.com.json"
)]
struct Client;

fn main() {}
