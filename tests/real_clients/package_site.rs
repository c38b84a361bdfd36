//! A package site, whose backend signs its users in at a forge: the code as it is sends no PKCE, and the
//! one registered redirect URI is in no request.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(kind = "web", auth = "client_secret_post", redirect_uri = "runtime")]
pub struct Forge {
    pub session_key: cookie::Key,
    pub client_id: Option<String>,
    pub client_secret: Option<secrecy::SecretString>,
}

mod cookie {
    pub struct Key;
}

#[test]
fn as_it_is() {
    finds(
        r#"kind = "web", grant = "authorization_code", auth = "client_secret_post""#,
        "struct Forge { gh_client_id: Text, gh_client_secret: Text }",
        &["!missing_redirect_uri", "missing_pkce_confidential"],
    );
}
