//! A coding agent: the ID token of a login is exchanged for a key.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(
    kind = "native",
    grant("authorization_code", "refresh_token", "token-exchange"),
    pkce = "S256",
    refresh = "rotate",
    redirect_uri("http://127.0.0.1:1455/auth/callback", "http://127.0.0.1:1457/auth/callback"),
    scope = "openid profile email offline_access",
    allow(unauthenticated_assertion, reason = "the server exchanges tokens of public clients")
)]
pub struct Cli {
    client_id: String,
    issuer: String,
}

#[test]
fn as_it_is() {
    finds(
        r#"kind = "native", grant("authorization_code", "token-exchange"), pkce = "S256", scope = "openid", redirect_uri = "http://localhost:1455/auth/callback""#,
        "struct Cli { client_id: Text, issuer: Text }",
        &["localhost_redirect_uri", "unauthenticated_assertion"],
    );
}

#[test]
fn its_older_login() {
    finds(
        r#"kind = "native""#,
        "struct Flow { client_id: Text, redirect_url: Text, state: String, verifier: String }",
        &["!request_value_in_config", "!request_value_in_config"],
    );
}
