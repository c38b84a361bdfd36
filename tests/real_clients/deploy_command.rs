//! The command line of a hosting service: constants in functions become a struct without fields.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(
    kind = "native",
    grant("authorization_code", "refresh_token", "device_code"),
    pkce = "S256",
    refresh = "rotate",
    client_id = "cli",
    redirect_uri = "http://127.0.0.1/callback",
    scope = "openid offline_access"
)]
pub struct Cli;

#[test]
fn any_port() {
    finds(
        r#"kind = "native", redirect_uri = "http://127.0.0.1:0/callback""#,
        "struct Cli;",
        &["redirect_uri_port_zero"],
    );
}

#[test]
fn a_function() {
    finds(
        r#"kind = "native", redirect_uri = "http://127.0.0.1/cb""#,
        "pub fn login() {}",
        &["!not_a_struct"],
    );
}
