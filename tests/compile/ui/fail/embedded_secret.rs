#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    client_secret = "s3cr3t",
    redirect_uri = "https://app.example.com/cb",
)]
struct Client;

fn main() {}
