//! A service account: the assertion is the grant, and the key signs it.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", grant = "jwt-bearer", auth = "none")]
pub struct Account {
    pub client_id: Option<String>,
    pub client_email: String,
    pub private_key: String,
    pub token_uri: String,
}

#[test]
fn the_method_left_out() {
    finds(
        r#"kind = "m2m", grant = "jwt-bearer""#,
        "struct Key { client_id: Text, private_key: Text, token_uri: Text }",
        &["!missing_credential"],
    );
}

#[test]
fn its_command_line() {
    finds(
        r#"kind = "native", grant = "authorization_code", auth = "client_secret_post", redirect_uri = "urn:ietf:wg:oauth:2.0:oob""#,
        "#[derive(Debug)] struct Secret { client_id: Text, client_secret: String }",
        &["!missing_pkce", "!secret_in_public_client", "!dangerous_redirect_scheme"],
    );
}
