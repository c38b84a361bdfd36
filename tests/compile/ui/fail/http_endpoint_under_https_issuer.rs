#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "m2m",
    issuer = "https://as.example.com",
    token_endpoint = "http://127.0.0.1:8080/token",
)]
struct Client;

#[oauth_client(
    kind = "m2m",
    issuer = "http://127.0.0.1:8080",
    token_endpoint = "http://127.0.0.1:8080/token",
    allow(loopback_issuer, reason = "a server of the test"),
)]
struct Local;

#[oauth_client(
    kind = "m2m",
    issuer = "https://as.example.com",
    token_endpoint = "http://127.0.0.1:8080/token",
    allow(insecure_endpoint, reason = "a proxy on the same machine adds TLS"),
)]
struct Proxied;

fn main() {}
