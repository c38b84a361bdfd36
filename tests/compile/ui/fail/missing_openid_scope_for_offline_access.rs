#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", grant("authorization_code", "refresh_token"), pkce = "S256", scope = "profile offline_access", redirect_uri = "runtime")]
struct Client;

fn main() {}
