#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "native", auth = "attest_jwt_client_auth", redirect_uri = "http://127.0.0.1/cb")]
struct Client;

fn main() {}
