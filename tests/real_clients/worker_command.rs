//! The command line of a worker platform: `offline_access` at a server without OpenID Connect.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(
    kind = "native",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    refresh = "rotate",
    redirect_uri = "http://127.0.0.1:8976/oauth/callback",
    scope = "account:read workers:write offline_access"
)]
pub struct Worker;

#[test]
fn with_a_name() {
    finds(
        r#"kind = "native", grant("authorization_code", "refresh_token"), pkce = "S256", refresh = "rotate", redirect_uri = "http://localhost:8976/oauth/callback", scope = "account:read offline_access""#,
        "struct Worker;",
        &["localhost_redirect_uri"],
    );
}
