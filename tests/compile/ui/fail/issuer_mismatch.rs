#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "m2m",
    issuer = "https://login.example.com/",
    server = "servers/login.example.com.json"
)]
struct Slash;

#[oauth_client(kind = "m2m", issuer = "https://id.example.com", server = "servers/login.example.com.json")]
struct OtherServer;

fn main() {}
