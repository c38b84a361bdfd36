//! The client of a cluster: it only uses a refresh token that another tool got.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(kind = "native", grant = "refresh_token")]
#[derive(Debug)]
pub struct Refresher {
    issuer: String,
    token_endpoint: Option<String>,
    refresh_token: secrecy::SecretString,
    client_id: secrecy::SecretString,
}

#[test]
fn in_a_browser() {
    finds(
        r#"kind = "spa", grant = "refresh_token", refresh = "rotate""#,
        "struct Refresher { client_id: Text, refresh_token: Text }",
        &["!refresh_without_source"],
    );
}

#[test]
fn without_the_token() {
    finds(
        r#"kind = "native", grant = "refresh_token", refresh = "rotate""#,
        "struct Refresher { client_id: Text }",
        &["!refresh_without_source"],
    );
}

#[test]
fn with_a_secret() {
    finds(
        r#"kind = "native", grant = "refresh_token", auth = "client_secret_basic""#,
        "struct Refresher { client_id: Text, client_secret: Option<Text>, refresh_token: Text }",
        &["!secret_in_public_client"],
    );
}
