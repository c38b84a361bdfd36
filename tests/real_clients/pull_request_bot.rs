//! A bot for pull requests: a login without PKCE.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(kind = "web", auth = "client_secret_post", redirect_uri = "runtime")]
#[derive(Clone)]
pub struct Login {
    client_id: String,
    client_secret: secrecy::SecretString,
}

#[test]
fn as_it_is() {
    finds(
        r#"kind = "web", grant = "authorization_code", auth = "client_secret_post", redirect_uri = "runtime""#,
        "struct Login { client_id: Text, client_secret: Text }",
        &["missing_pkce_confidential"],
    );
}
