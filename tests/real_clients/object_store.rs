//! An object store: a secret in the body, an assertion of the platform, the token of another tool.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", auth = "private_key_jwt")]
#[derive(Debug)]
pub struct WorkloadIdentity {
    token_url: String,
    client_id: String,
    federated_token_file: String,
}

#[oauth_client(kind = "m2m", auth = "client_secret_post")]
pub struct Confidential {
    token_url: String,
    client_id: String,
    client_secret: String,
}

#[oauth_client(
    kind = "native",
    grant = "refresh_token",
    auth = "client_secret_post",
    allow(secret_in_public_client, reason = "the provider asks for it, and says that it is none")
)]
pub struct AuthorizedUser {
    client_id: String,
    client_secret: secrecy::SecretString,
    refresh_token: secrecy::SecretString,
}

#[test]
fn the_method_left_out() {
    finds(
        r#"kind = "m2m""#,
        "struct Workload { client_id: Text, federated_token_file: Text }",
        &["!missing_credential"],
    );
}
