//! An MCP client: it registers itself, and discovers the server and the resource.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(
    kind = "native",
    profile = "mcp",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    refresh = "rotate",
    auth = "client_secret_post",
    resource = "runtime",
    dynamic_registration,
    allow(deprecated_dynamic_registration, reason = "older servers take nothing else")
)]
#[derive(Clone)]
#[non_exhaustive]
pub struct Registered {
    pub client_id: String,
    pub client_secret: Option<String>,
    pub scopes: Vec<String>,
    pub redirect_uri: String,
}

#[test]
fn nothing_said() {
    finds(
        r#"kind = "native", profile = "mcp""#,
        "struct Config { client_id: Text, client_secret: Option<Text>, redirect_uri: Text }",
        &["!secret_in_public_client", "!missing_resource"],
    );
}

#[test]
fn only_registered() {
    finds(
        r#"kind = "native", profile = "mcp", resource = "runtime", dynamic_registration"#,
        "struct Config { client_id: Text, redirect_uri: Text }",
        &["deprecated_dynamic_registration"],
    );
}

#[test]
fn registered_before() {
    finds(
        r#"kind = "native", profile = "mcp", resource = "runtime""#,
        "struct Config { client_id: Text, client_secret: Text, registration_access_token: Text, redirect_uri: Text }",
        &[],
    );
}
