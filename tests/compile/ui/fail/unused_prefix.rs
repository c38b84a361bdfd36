#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "runtime", fields = "login_")]
struct Settings {
    port: u16,
    sso_client_id: String,
}

fn main() {}
