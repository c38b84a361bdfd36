#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    profile = "fapi2",
    kind = "web",
    auth = "client_secret_basic",
    par,
    sender_constraint = "dpop",
    redirect_uri = "https://app.example.com/cb",
)]
struct Client;

fn main() {}
