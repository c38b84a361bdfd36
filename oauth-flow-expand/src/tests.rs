//! The expansion, as it was reviewed.
#![allow(clippy::unwrap_used)]

use proc_macro2::TokenStream;

use crate::{declare, declare_with_accessor};

/// The expansion of a declaration, formatted.
fn expansion(attribute: &str, item: &str, accessor: bool) -> String {
    let expand: fn(TokenStream, TokenStream) -> TokenStream =
        if accessor { declare_with_accessor } else { declare };
    let tokens = expand(attribute.parse().unwrap(), item.parse().unwrap());
    prettyplease::unparse(&syn::parse2(tokens).unwrap())
}

#[test]
fn a_sound_declaration_expands_as_reviewed() {
    let expanded = expansion(
        r#"kind = "spa", grant("authorization_code", "refresh_token"), pkce = "S256",
           refresh = "rotate", redirect_uri = "https://app.example.com/cb",
           allow(missing_pkce, reason = "never used", until = "2027-06-30")"#,
        "#[derive(Debug)] pub struct Frontend<T: Clone = ()> where T: Send { client_id: String, \
         #[oauth(skip)] extra: T }",
        false,
    );
    assert_eq!(expanded, include_str!("../snapshots/sound.rs"));
}

#[test]
fn a_broken_declaration_expands_as_reviewed() {
    let expanded = expansion(r#"kind = "sap""#, "pub struct Frontend<T>(T);", false);
    assert_eq!(expanded, include_str!("../snapshots/broken.rs"));
}

#[test]
fn the_accessor_expands_as_reviewed() {
    let expanded = expansion(
        r#"kind = "web", redirect_uri = "runtime", par, request_object = "ES256""#,
        "pub struct Login<'a, S: ?Sized> where S: AsRef<str> { r#client_id: &'a str,          #[oauth(client_secret, with = expose)] #[expect(dead_code)] key: Secret,          #[cfg(unix)] #[cfg(test)] scopes: Vec<String>, retries: u32, issuer: S }",
        true,
    );
    assert_eq!(expanded, include_str!("../snapshots/accessor.rs"));
}

#[test]
fn what_has_no_flow_is_named_after_what_is_not_supported() {
    let code = r#"kind = "web", grant("authorization_code", "refresh_token"), pkce = "S256""#;
    let of_app = r#"kind = "spa", grant("authorization_code", "refresh_token"), pkce = "S256""#;
    let hybrid = |response: &str| {
        format!(
            r#"kind = "web", grant("authorization_code", "implicit"), pkce = "S256", scope = "openid",
               allow(implicit_grant, reason = "a test"), allow(front_channel_access_token, reason = "a test"),
               response_type("code", "{response}")"#
        )
    };
    for (attribute, marker) in [
        (String::from(code), None),
        (format!(r#"{code}, sender_constraint = "dpop""#), Some("dpop")),
        (
            format!(r#"{code}, sender_constraint = "dpop", refresh = "sender_constrained""#),
            Some("dpop"),
        ),
        (format!(r#"{code}, sender_constraint = "mtls""#), None),
        (format!(r#"{code}, sender_constraint = "mtls", refresh = "sender_constrained""#), None),
        (format!(r#"{of_app}, sender_constraint = "mtls", refresh = "sender_constrained""#), None),
        (
            format!(r#"{of_app}, refresh = "sender_constrained""#),
            Some("sender_constrained_refresh"),
        ),
        (
            String::from(
                r#"profile = "fapi2", kind = "web", auth = "tls_client_auth", sender_constraint = "mtls""#,
            ),
            None,
        ),
        (
            String::from(r#"profile = "fapi2", kind = "web", auth = "tls_client_auth""#),
            Some("dpop"),
        ),
        (format!(r#"{code}, request_object = "ES256""#), Some("request_object")),
        (
            String::from(r#"kind = "web", grant = "authorization_code", pkce = "none""#),
            Some("pkce_none"),
        ),
        (format!(r#"{code}, response_mode = "jwt""#), Some("jwt_response_mode")),
        (format!(r#"{code}, response_mode = "form_post""#), None),
        (hybrid("code id_token"), Some("hybrid_response")),
        (hybrid("code token"), Some("hybrid_response")),
        (hybrid("code id_token token"), Some("hybrid_response")),
        (hybrid("token"), None),
    ] {
        let attribute = format!(r#"{attribute}, redirect_uri = "runtime""#);
        let expanded = expansion(&attribute, "struct Client;", true);
        let unsupported = marker.map_or(String::from("()"), |marker| {
            format!("::oauth_flow::__private_0_1_0::unsupported::{marker}")
        });
        let expected = format!("type Unsupported = {unsupported};");
        assert!(expanded.contains(&expected), "{attribute}: {expected}\n{expanded}");
    }
}

#[test]
fn a_field_of_any_spelling_of_the_audience_is_read_as_one() {
    for (attribute, field, name) in [
        ("", "audience: String", "audience"),
        ("", "audiences: Vec<String>", "audiences"),
        ("", "#[serde(rename = \"audience\")] target: String", "target"),
        ("", "#[oauth(audience)] tenant: String", "tenant"),
        (", fields = \"sso_\"", "sso_audience: String", "sso_audience"),
    ] {
        let attribute = format!("kind = \"m2m\"{attribute}");
        let item = format!("struct Client {{ {field} }}");
        let expanded = expansion(&attribute, &item, true);
        let read = format!("Role::Audience, \"{name}\", &self.{name}");
        let on_one_line = expanded.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(on_one_line.contains(&read), "{field}:\n{expanded}");
    }
}
