#![allow(dead_code)]

use oauth_flow::oauth_client;

#[oauth_client(kind = "native", redirect_uri = "http://127.0.0.1/cb")]
#[derive(serde::Deserialize)]
#[serde(tag = "type", rename_all_fields = "camelCase")]
pub enum Login {
    Token { token: String },
    Browser { client_id: Option<String>, auth_url: String },
}

fn main() {}
