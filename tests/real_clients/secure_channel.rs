//! The command line of a secure channel: a trait of providers, and a redirect to a name.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(
    kind = "native",
    redirect_uri = "http://127.0.0.1:8000/callback",
    issuer = "https://account.example.com"
)]
pub struct Account {
    client_id: String,
    token_url: String,
}

#[test]
fn a_trait() {
    finds(
        r#"kind = "native", redirect_uri = "http://127.0.0.1/cb""#,
        "trait Provider { fn client_id(&self) -> &str; }",
        &["!not_a_struct"],
    );
}

#[test]
fn a_name() {
    finds(
        r#"kind = "native", redirect_uri = "http://localhost:8000/callback""#,
        "struct Account { client_id: Text }",
        &["localhost_redirect_uri"],
    );
}
