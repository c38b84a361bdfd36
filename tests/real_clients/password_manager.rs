//! A password manager: one configuration of the whole service, made by a macro.

use super::finds;
use oauth_flow::oauth_client;

macro_rules! settings {
    ($($name:ident: $ty:ty,)*) => {
        #[oauth_client(kind = "web", redirect_uri = "runtime", scope = "openid email", fields = "sso_")]
        pub struct Settings {
            $(pub $name: $ty,)*
        }
    };
}

settings! {
    domain: String,
    smtp_accept_invalid_certs: bool,
    yubico_client_id: Option<String>,
    yubico_secret_key: Option<String>,
    sso_client_id: String,
    sso_client_secret: secrecy::SecretString,
    sso_authority: String,
    sso_callback_path: String,
}

#[test]
fn without_a_prefix() {
    finds(
        r#"kind = "web", redirect_uri = "runtime""#,
        "struct Settings { smtp_accept_invalid_certs: bool, yubico_client_id: Text, sso_client_id: Text, sso_client_secret: Text }",
        &["!repeated_role"],
    );
}

#[test]
fn pkce_by_a_switch() {
    finds(
        r#"kind = "web", redirect_uri = "runtime", fields = "sso_""#,
        "struct Settings { sso_client_id: Text, sso_client_secret: Text, sso_pkce: bool }",
        &["pkce_switch"],
    );
}
