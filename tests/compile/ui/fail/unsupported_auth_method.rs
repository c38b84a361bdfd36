#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", auth = "client_secret_post", server = "servers/login.example.com.json")]
struct OtherMethod;

#[oauth_client(kind = "m2m", auth = "tls_client_auth", server = "servers/login.example.com.json")]
struct Certificate {
    client_certificate: Vec<u8>,
}

fn main() {}
