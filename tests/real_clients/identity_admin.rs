//! The admin client of an identity server: a machine with its own credentials.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", auth = "client_secret_post")]
pub struct Service {
    realm: String,
    client_id: String,
    client_secret: secrecy::SecretString,
    token_endpoint: String,
}

#[test]
fn its_password_grant() {
    finds(
        r#"kind = "native", grant = "password""#,
        "struct Admin { client_id: Text, username: Text, password: Text }",
        &["!password_grant"],
    );
}
