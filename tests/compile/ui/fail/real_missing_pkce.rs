#![allow(dead_code)]

use oauth_flow::oauth_client;

/// A desktop mail client, as written before PKCE.
#[oauth_client(kind = "native", grant("authorization_code", "refresh_token"), refresh = "rotate")]
#[derive(Clone)]
pub struct MailAccount {
    pub client_id: String,
    pub auth_url: String,
    pub token_url: String,
    pub redirect_url: String,
}

fn main() {}
