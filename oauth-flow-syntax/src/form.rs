//! The documented form of each key, as the answers to unfinished input show it.

use oauth_flow_core::vocabulary::Key;

/// The form in which a key is written.
pub(crate) const fn expected(key: Key) -> &'static str {
    match key {
        Key::Kind => r#"kind = "spa""#,
        Key::Profile => r#"profile = "rfc9700""#,
        Key::Grant => r#"grant("authorization_code", "refresh_token")"#,
        Key::ResponseType => r#"response_type = "code""#,
        Key::ResponseMode => r#"response_mode = "form_post""#,
        Key::Pkce => r#"pkce = "S256""#,
        Key::Auth => r#"auth = "private_key_jwt""#,
        Key::RedirectUri => r#"redirect_uri("https://...", "https://...")"#,
        Key::PostLogoutRedirectUri => r#"post_logout_redirect_uri("https://...", "https://...")"#,
        Key::Scope => r#"scope("openid", "profile")"#,
        Key::Refresh => r#"refresh = "rotate""#,
        Key::SenderConstraint => r#"sender_constraint = "dpop""#,
        Key::Par => "par = true",
        Key::RequestObject => r#"request_object = "ES256""#,
        Key::Resource => r#"resource("https://...", "https://...")"#,
        Key::ClientId => r#"client_id = "...""#,
        Key::JwksUri => r#"jwks_uri = "https://...""#,
        Key::Issuer => r#"issuer = "https://...""#,
        Key::AuthorizationEndpoint => r#"authorization_endpoint = "https://...""#,
        Key::TokenEndpoint => r#"token_endpoint = "https://...""#,
        Key::DeviceAuthorizationEndpoint => r#"device_authorization_endpoint = "https://...""#,
        Key::RevocationEndpoint => r#"revocation_endpoint = "https://...""#,
        Key::PushedAuthorizationRequestEndpoint => {
            r#"pushed_authorization_request_endpoint = "https://...""#
        }
        Key::Allow => r#"allow(rule, reason = "...")"#,
        Key::Deny => "deny(rule)",
        Key::Crate => "crate = path::to::oauth_flow",
        _ => "key = \"value\"",
    }
}

/// What a key takes, in words.
pub(crate) const fn takes(key: Key) -> &'static str {
    match key {
        Key::Kind
        | Key::Profile
        | Key::ResponseMode
        | Key::Pkce
        | Key::Auth
        | Key::Refresh
        | Key::SenderConstraint
        | Key::RequestObject => "one word",
        Key::Grant | Key::ResponseType => "one word or a list of words",
        Key::RedirectUri | Key::PostLogoutRedirectUri | Key::Scope | Key::Resource => {
            "one string or a list of strings"
        }
        Key::Par => "`true`, `false` or no value",
        Key::Allow => "a rule and a reason",
        Key::Deny => "the ids of rules",
        Key::Crate => "a path",
        _ => "one string",
    }
}

/// The help that quotes the form.
pub(crate) fn written(key: Key) -> String {
    format!("write `{}`", expected(key))
}
