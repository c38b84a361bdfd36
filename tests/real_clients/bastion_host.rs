//! A bastion host: one struct for each identity provider, and a secret that is saved as it is.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "runtime", scope = "openid email")]
#[derive(Clone, Debug, serde::Serialize)]
pub struct Provider {
    client_id: oauth2::ClientId,
    #[serde(skip_serializing)]
    client_secret: oauth2::ClientSecret,
}

#[test]
fn saved_in_clear() {
    finds(
        r#"kind = "web", redirect_uri = "runtime""#,
        "#[derive(Clone, Debug, Serialize)] struct Provider { client_id: oauth2::ClientId, client_secret: oauth2::ClientSecret }",
        &["leaky_secret"],
    );
}

#[test]
fn its_command_line() {
    finds(
        r#"kind = "native", auth = "client_secret_post", redirect_uri = "http://127.0.0.1/cb""#,
        "struct Cli { client_id: Text, client_secret: Text }",
        &["!secret_in_public_client"],
    );
}
