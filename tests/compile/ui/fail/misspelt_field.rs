#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "native", redirect_uri = "http://127.0.0.1/cb")]
struct Client {
    oidc_cliend_id: String,
}

fn main() {}
