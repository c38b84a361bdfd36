#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    redirect_uri = CALLBACK,
)]
struct Client;

fn main() {}
