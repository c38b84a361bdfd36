//! A forum of links: providers in the database, PKCE by a column.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "runtime")]
pub struct Provider {
    pub id: i32,
    pub display_name: String,
    pub client_id: String,
    pub client_secret: secrecy::SecretString,
    pub issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    pub scopes: String,
}

#[test]
fn as_it_is() {
    finds(
        r#"kind = "web", redirect_uri = "runtime""#,
        "#[derive(Debug)] struct Provider { client_id: Text, client_secret: String, use_pkce: bool }",
        &["pkce_switch", "leaky_secret"],
    );
}
