//! A build server and its command line: plain http, and a secret that ships.

use super::finds;

#[test]
fn as_it_is() {
    finds(
        r#"kind = "native", redirect_uri = "http://build.example.com/auth""#,
        "struct Cli { client_id: Text, client_secret: Text }",
        &["!secret_in_public_client", "!insecure_redirect_uri"],
    );
}

#[test]
fn its_field() {
    finds(
        r#"kind = "web""#,
        "struct Auth { client_id: Text, client_secret: Text, redirect: Text }",
        &[],
    );
}
