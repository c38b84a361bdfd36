#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    profile = "fapi2",
    kind = "spa",
    par,
    sender_constraint = "dpop",
    redirect_uri = "https://app.example.com/cb",
)]
struct Client;

fn main() {}
