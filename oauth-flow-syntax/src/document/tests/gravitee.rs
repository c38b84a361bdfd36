//! Applications of Gravitee Access Management.

use oauth_flow_core::members::Detail;
use oauth_flow_core::{Format, Key, Keys};

use super::{details, mistakes, registered, registration, texts, values};

const WHOLE: &str = r#"{
  "id": "5c7a",
  "name": "Portal",
  "type": "WEB",
  "enabled": true,
  "createdAt": 1700000000000,
  "settings": { "account": {}, "oauth": {
    "clientId": "portal",
    "clientType": "confidential",
    "redirectUris": ["https://app.example.com/cb"],
    "postLogoutRedirectUris": ["https://app.example.com/bye"],
    "responseTypes": ["code", "code id_token token"],
    "grantTypes": ["hybrid", "authorization_code", "refresh_token", "urn:example:grant~5c7a"],
    "applicationType": "web",
    "tokenEndpointAuthMethod": "private_key_jwt",
    "tokenEndpointAuthSigningAlg": "ES256",
    "forcePKCE": true,
    "forceS256CodeChallengeMethod": true,
    "requireParRequest": true,
    "requestObjectSigningAlg": "ES256",
    "scopeSettings": [{ "scope": "openid", "defaultScope": true }, { "scope": "orders" }],
    "scopes": ["old"],
    "jwksUri": "https://app.example.com/jwks.json",
    "tlsClientCertificateBoundAccessTokens": true,
    "disableRefreshTokenRotation": false
  } },
  "secrets": [{ "id": "a", "name": "default" }]
}"#;

#[test]
fn each_member_is_stated_with_its_place() {
    let source = registered("kind = web", WHOLE);
    assert_eq!(mistakes(&source), [""; 0]);
    let registration = source.client().registration().unwrap();
    assert_eq!((registration.format, registration.length), (Format::Gravitee, WHOLE.len()));
    for (key, expected) in [
        (Key::Kind, "web@4:11"),
        (Key::ClientId, "portal@8:17"),
        (Key::RedirectUri, "https://app.example.com/cb@10:22"),
        (Key::PostLogoutRedirectUri, "https://app.example.com/bye@11:32"),
        (Key::ResponseType, "code@12:23, code id_token token@12:31"),
        (Key::Auth, "private_key_jwt@15:32"),
        (Key::Pkce, "S256@17:18"),
        (Key::Par, "true@19:26"),
        (Key::RequestObject, "ES256@20:32"),
        (Key::Scope, "openid@21:34, orders@21:79"),
        (Key::JwksUri, "https://app.example.com/jwks.json@23:16"),
        (Key::SenderConstraint, "mtls@24:46"),
        (Key::Refresh, "rotate@25:36"),
    ] {
        assert_eq!(values(&source, registration.statement.values(key)), expected, "{key}");
    }
    assert_eq!(texts(&registration.choices, Key::Kind), "web, trusted");
    assert_eq!(registration.unsaid, []);
    let algorithm = (Detail::TokenEndpointAuthSigningAlg, "ES256".into(), "16:36".into());
    assert_eq!(details(&source), [algorithm]);
}

/// An application of which these are the members of `settings.oauth`.
fn with(kind: &str, oauth: &str) -> String {
    format!(r#"{{ {kind} "settings": {{ "oauth": {{ {oauth} }} }} }}"#)
}

#[test]
fn the_type_leaves_kinds_open_or_decides_one() {
    for (kind, oauth, fits, decided) in [
        (r#""type": "WEB","#, "", "web, trusted", "web"),
        (r#""type": "NATIVE","#, "", "native, device", "native"),
        (r#""type": "BROWSER","#, "", "spa", "spa"),
        (r#""type": "SERVICE","#, "", "m2m, third_party", ""),
        (r#""type": "AGENT", "kind": "AUTONOMOUS","#, "", "", ""),
        (r#""type": "SERVICE","#, r#""applicationType": "native""#, "m2m, third_party", ""),
        ("", r#""applicationType": "native""#, "native, device", "native"),
        ("", r#""applicationType": "browser""#, "spa", "spa"),
        ("", r#""applicationType": "web""#, "", ""),
        ("", "", "", ""),
    ] {
        let registration = registration(&with(kind, oauth));
        assert_eq!(texts(&registration.choices, Key::Kind), fits, "{kind} {oauth}");
        assert_eq!(texts(&registration.statement, Key::Kind), decided, "{kind} {oauth}");
    }
}

#[test]
fn a_resource_server_is_no_client() {
    let source =
        registered("kind = web", with(r#""type": "RESOURCE_SERVER","#, r#""clientId": "api""#));
    assert_eq!(
        mistakes(&source),
        ["unknown_document 1:11 `api` is a resource server, which uses no grant"]
    );
    assert!(source.client().registration().is_none());
    let other = registered("kind = web", with(r#""type": "web","#, ""));
    assert_eq!(
        mistakes(&other),
        ["wrong_member 1:11 `type` has `web`, which is no application type"]
    );
}

#[test]
fn only_what_the_server_requires_counts_as_pkce() {
    for (oauth, expected) in [
        (r#""forcePKCE": true, "forceS256CodeChallengeMethod": true"#, "S256"),
        (r#""forcePKCE": true, "forceS256CodeChallengeMethod": false"#, "plain"),
        (r#""forcePKCE": true"#, "plain"),
        (r#""forcePKCE": false, "forceS256CodeChallengeMethod": true"#, ""),
        (r#""forceS256CodeChallengeMethod": true"#, ""),
        (r#""forcePKCE": false"#, ""),
        ("", ""),
    ] {
        let registration = registration(&with("", oauth));
        assert_eq!(texts(&registration.statement, Key::Pkce), expected, "{oauth}");
    }
}

#[test]
fn rotation_is_a_choice_of_a_client_that_refreshes() {
    const REFRESHES: &str = r#""grantTypes": ["refresh_token"], "#;
    for (grants, disabled, stated, choices) in [
        (REFRESHES, "false", "rotate", "sender_constrained, rotate"),
        (REFRESHES, "true", "", "sender_constrained"),
        (REFRESHES, "null", "", ""),
        ("", "false", "", ""),
    ] {
        let oauth = format!(r#"{grants}"disableRefreshTokenRotation": {disabled}"#);
        let registration = registration(&with("", &oauth));
        assert_eq!(texts(&registration.statement, Key::Refresh), stated, "{oauth}");
        assert_eq!(texts(&registration.choices, Key::Refresh), choices, "{oauth}");
    }
}

#[test]
fn a_grant_of_the_server_itself_is_what_the_standards_call_it() {
    for (grants, expected) in [
        (r#""hybrid""#, "authorization_code, implicit"),
        (r#""urn:example:grant~5c7a""#, "urn:example:grant"),
        (
            r#""urn:ietf:params:oauth:grant-type:uma-ticket""#,
            "urn:ietf:params:oauth:grant-type:uma-ticket",
        ),
    ] {
        let registration = registration(&with("", &format!(r#""grantTypes": [{grants}]"#)));
        assert_eq!(texts(&registration.statement, Key::Grant), expected, "{grants}");
    }
}

#[test]
fn old_documents_have_the_scopes_as_names() {
    let old = registration(&with("", r#""scopes": ["openid", "orders"]"#));
    assert_eq!(texts(&old.statement, Key::Scope), "openid, orders");
}

#[test]
fn a_value_of_another_type_is_a_mistake() {
    for (oauth, key, expected) in [
        (
            r#""forcePKCE": "true""#,
            Key::Pkce,
            "1:42 `forcePKCE` is a string, and it has to be a boolean",
        ),
        (
            r#""scopeSettings": ["openid"]"#,
            Key::Scope,
            "1:47 an element of `scopeSettings` is a string, and it has to be an object with a `scope`",
        ),
        (
            r#""scopeSettings": "openid""#,
            Key::Scope,
            "1:46 `scopeSettings` is a string, and it has to be an array of objects",
        ),
        (
            r#""scopeSettings": [{ "scope": 1 }]"#,
            Key::Scope,
            "1:58 `scope` is a number, and it has to be a string",
        ),
        (
            r#""grantTypes": ["password", "password"]"#,
            Key::Grant,
            "1:56 `grantTypes` has `password` twice",
        ),
    ] {
        let source = registered("kind = web", with("", oauth));
        assert_eq!(mistakes(&source), [format!("wrong_member {expected}")], "{oauth}");
        let registration = source.client().registration().unwrap();
        assert_eq!(registration.statement.unknown, Keys::of(&[key]), "{oauth}");
    }
}

#[test]
fn secrets_are_in_two_places() {
    let text = r#"{ "settings": { "oauth": { "clientSecret": "abc" } },
"secrets": [{ "secret": "def" }, { "secret": null }, { "secret": "***" }] }"#;
    let secret = |at: &str| (Detail::ClientSecret, String::new(), String::from(at));
    assert_eq!(details(&registered("kind = web", text)), [secret("1:44"), secret("2:25")]);
    let wrong = r#"{ "settings": { "oauth": {} }, "secrets": [{ "secret": 5 }] }"#;
    let expected = "wrong_member 1:56 `secret` is a number, and it has to be a string";
    assert_eq!(mistakes(&registered("kind = web", wrong)), [expected]);
}
