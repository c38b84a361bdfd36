//! The client of a message queue: an audience in place of a resource.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", auth = "client_secret_post")]
pub struct Private {
    client_id: String,
    client_secret: secrecy::SecretString,
    issuer_url: String,
    audience: Option<String>,
}

#[test]
fn printed() {
    finds(
        r#"kind = "m2m", auth = "client_secret_post", audience = "urn:queue""#,
        "#[derive(Debug)] struct Private { client_id: Text, client_secret: String }",
        &["leaky_secret"],
    );
}
