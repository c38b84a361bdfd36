//! The SDK of a storage provider: a command line shows the code, and the user pastes it.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(
    kind = "native",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    refresh = "rotate",
    allow(missing_redirect_uri, reason = "the server shows the code and the user pastes it")
)]
pub struct PastedCode {
    pub client_id: String,
}

#[test]
fn no_way_back() {
    finds(
        r#"kind = "native""#,
        "struct PastedCode { client_id: Text }",
        &["!missing_redirect_uri"],
    );
}

#[test]
fn out_of_band() {
    finds(
        r#"kind = "native", redirect_uri = "urn:ietf:wg:oauth:2.0:oob""#,
        "struct Client { client_id: Text }",
        &["!dangerous_redirect_scheme"],
    );
}
