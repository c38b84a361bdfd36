//! Credentials of a cloud: a token service without clients, and one with.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(
    kind = "m2m",
    grant = "token-exchange",
    auth = "none",
    allow(unauthenticated_assertion, reason = "the token service has no clients")
)]
pub struct External {
    token_url: String,
    audience: String,
    scopes: Vec<String>,
}

#[oauth_client(kind = "m2m", grant = "token-exchange")]
pub struct WithClient {
    token_url: String,
    audience: String,
    client_id: String,
    client_secret: secrecy::SecretString,
}

#[test]
fn as_it_is() {
    finds(
        r#"kind = "m2m", grant = "token-exchange", auth = "none""#,
        "struct External { token_url: Text, audience: Text }",
        &["unauthenticated_assertion"],
    );
}

#[test]
fn without_a_target() {
    finds(
        r#"kind = "m2m", grant = "token-exchange""#,
        "struct Client { client_id: Text, client_secret: Text }",
        &["token_exchange_without_target"],
    );
}
