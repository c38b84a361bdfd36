#![allow(dead_code)]
#![deny(deprecated)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "web", grant("authorization_code", "implicit"), response_type = "code id_token", response_mode = "form_post", pkce = "S256", scope = "profile", redirect_uri = "runtime")]
struct Client;

fn main() {}
