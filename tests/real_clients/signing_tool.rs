//! A signing tool: a misspelt identifier, and an empty secret that is sent.

use super::finds;

#[test]
fn as_it_is() {
    finds(
        r#"kind = "native", auth = "client_secret_post", redirect_uri = "http://localhost:8080""#,
        "struct Params { oidc_cliend_id: Text, oidc_client_secret: Text, oidc_issuer: Text }",
        &["!secret_in_public_client", "misspelt_field", "localhost_redirect_uri"],
    );
}
