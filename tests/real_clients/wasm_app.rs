//! An app in the browser.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(
    kind = "spa",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    refresh = "rotate",
    redirect_uri = "runtime"
)]
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub client_id: String,
    pub auth_url: String,
    pub token_url: String,
    pub scopes: Vec<String>,
}

#[test]
fn no_redirect_uri() {
    finds(
        r#"kind = "spa""#,
        "struct Config { client_id: Text, auth_url: Text }",
        &["!missing_redirect_uri"],
    );
}

#[test]
fn hybrid_without_the_grant() {
    finds(
        r#"kind = "spa", grant = "authorization_code", response_type = "code id_token", pkce = "S256", redirect_uri = "runtime", scope = "openid""#,
        "struct Config { client_id: Text }",
        &["!grant_response_type_mismatch"],
    );
}
