#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "web",
    redirect_uri = "https://app.example.com/cb",
    scope = "profile",
    post_logout_redirect_uri = "https://app.example.com/bye",
)]
struct Client;

fn main() {}
