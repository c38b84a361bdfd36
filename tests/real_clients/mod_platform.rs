//! A platform for game mods: six providers, and payouts by a client that signs users in too.

use super::finds;
use oauth_flow::oauth_client;

#[oauth_client(kind = "web", redirect_uri = "runtime", fields = "github_")]
pub struct GitHub {
    pub github_client_id: String,
    pub github_client_secret: secrecy::SecretString,
    pub google_client_id: String,
    pub google_client_secret: secrecy::SecretString,
}

#[test]
fn all_in_one() {
    finds(
        r#"kind = "web", redirect_uri = "runtime""#,
        "struct Settings { github_client_id: Text, github_client_secret: Text, google_client_id: Text, google_client_secret: Text }",
        &["!repeated_role", "!repeated_role"],
    );
}

#[test]
fn login_and_payouts() {
    finds(
        r#"kind = "web", grant("authorization_code", "client_credentials"), pkce = "S256", redirect_uri = "runtime""#,
        "struct Payouts { client_id: Text, client_secret: Text }",
        &["mixed_user_and_machine_grants"],
    );
}
