//! The API client of a music service: three clients on shared parts.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "runtime")]
#[derive(Clone, Default)]
pub struct Credentials {
    pub id: String,
    #[oauth(client_secret)]
    pub secret: Option<String>,
}

#[test]
fn no_pkce_and_printed() {
    finds(
        r#"kind = "web", grant = "authorization_code", redirect_uri = "runtime""#,
        "#[derive(Debug)] struct Credentials { client_id: Text, client_secret: String }",
        &["missing_pkce_confidential", "leaky_secret"],
    );
}

#[test]
fn what_holds_them() {
    finds(
        r#"kind = "web", redirect_uri = "runtime""#,
        "struct Client { creds: Credentials, oauth: OAuth, config: Config }",
        &["unchecked_struct"],
    );
}
