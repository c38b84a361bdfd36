//! A music player, a library for one login: its user gives the redirect URI.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(
    kind = "native",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    refresh = "rotate",
    authorization_endpoint = "https://accounts.example.com/authorize",
    token_endpoint = "https://accounts.example.com/api/token"
)]
pub struct Login {
    client_id: String,
    redirect_uri: String,
    scopes: Vec<String>,
    message: String,
    should_open_url: bool,
}

#[test]
fn nothing_said_of_rotation() {
    finds(
        r#"kind = "native", grant("authorization_code", "refresh_token"), pkce = "S256""#,
        "struct Login { client_id: Text, redirect_uri: Text }",
        &["unprotected_refresh_token"],
    );
}
