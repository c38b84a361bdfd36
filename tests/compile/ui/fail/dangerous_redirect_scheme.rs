#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    redirect_uri = "javascript:alert(1)",
)]
struct Client;

fn main() {}
