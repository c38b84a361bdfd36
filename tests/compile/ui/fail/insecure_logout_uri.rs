#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(
    kind = "spa",
    scope = "openid",
    redirect_uri = "https://app.example.com/cb",
    post_logout_redirect_uri = "http://app.example.com/bye",
)]
struct Client;

fn main() {}
