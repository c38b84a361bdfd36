//! A library for a social protocol: pushed requests, a proof of possession, and the identifier of development clients.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(
    kind = "native",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    par,
    sender_constraint = "dpop",
    refresh = "sender_constrained",
    client_id = "http://localhost",
    redirect_uri("http://127.0.0.1/", "http://[::1]/"),
    scope = "atproto transition:generic",
    allow(development_client_id, reason = "the client of the tests")
)]
pub struct Development;

#[test]
fn as_it_is() {
    finds(
        r#"kind = "native", client_id = "http://localhost", redirect_uri = "http://127.0.0.1/cb""#,
        "struct Development;",
        &["development_client_id"],
    );
}

#[test]
fn as_a_service() {
    finds(
        r#"kind = "web", auth = "private_key_jwt", redirect_uri = "runtime""#,
        "struct Service { client_id: Text }",
        &["!missing_credential"],
    );
}
