#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "device", server = "servers/login.example.com.json")]
struct Television;

#[oauth_client(
    kind = "m2m",
    grant("client_credentials", "urn:example:grant-type:badge"),
    server = "servers/login.example.com.json"
)]
struct Badge;

fn main() {}
