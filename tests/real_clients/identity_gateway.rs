//! The gateway of a network: a login that acts for the service too, and a switch for its directory.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "runtime", scope = "openid email")]
pub struct Provider<I> {
    pub id: I,
    pub base_url: String,
    pub client_id: String,
    pub client_secret: secrecy::SecretString,
    #[oauth(skip)]
    pub directory_client_id: Option<String>,
    pub ldap_tls_skip_verify: bool,
}

#[oauth_client(kind = "m2m", auth = "private_key_jwt")]
pub struct Directory {
    client_id: String,
    private_key_path: std::path::PathBuf,
}

#[test]
fn a_tenant_to_fill_in() {
    finds(
        r#"kind = "m2m", token_endpoint = "https://login.example.com/{tenant_id}/oauth2/v2.0/token""#,
        "struct Directory { client_id: Text, client_secret: Text }",
        &["!templated_server_url"],
    );
}
