//! The metadata of servers.

use oauth_flow_core::members::Detail;
use oauth_flow_core::{Key, Keys};

use super::{details, found, metadata, mistakes, served, values};
use crate::document::Snapshot;

const WHOLE: &str = r#"{
  "oauth_flow_snapshot": { "version": 1, "retrieved": "2026-11-20", "from": "https://as.example.com/.well-known/oauth-authorization-server" },
  "issuer": "https://as.example.com",
  "authorization_endpoint": "https://as.example.com/authorize",
  "token_endpoint": "https://as.example.com/token",
  "device_authorization_endpoint": "https://as.example.com/device",
  "revocation_endpoint": "https://as.example.com/revoke",
  "pushed_authorization_request_endpoint": "https://as.example.com/par",
  "introspection_endpoint": null,
  "jwks_uri": "https://as.example.com/jwks",
  "scopes_supported": ["openid", "orders:read"],
  "response_types_supported": ["code", "none"],
  "response_modes_supported": ["query", "web_message"],
  "grant_types_supported": ["authorization_code", "http://as.example.com/grant"],
  "code_challenge_methods_supported": ["plain", "S256"],
  "token_endpoint_auth_methods_supported": ["spiffe_jwt"],
  "token_endpoint_auth_signing_alg_values_supported": ["ES256", "RS256"],
  "request_object_signing_alg_values_supported": ["none"],
  "dpop_signing_alg_values_supported": ["ES256"],
  "tls_client_certificate_bound_access_tokens": true,
  "require_pushed_authorization_requests": true,
  "require_signed_request_object": false,
  "client_id_metadata_document_supported": true,
  "authorization_response_iss_parameter_supported": true
}"#;

#[test]
fn the_issuer_and_the_endpoints_are_stated_and_the_lists_are_supported() {
    let source = served("kind = web", WHOLE);
    assert_eq!(mistakes(&source), [""; 0]);
    let server = source.client().server_metadata().unwrap();
    for (key, expected) in [
        (Key::Issuer, "https://as.example.com@3:13"),
        (Key::AuthorizationEndpoint, "https://as.example.com/authorize@4:29"),
        (Key::TokenEndpoint, "https://as.example.com/token@5:21"),
        (Key::DeviceAuthorizationEndpoint, "https://as.example.com/device@6:36"),
        (Key::RevocationEndpoint, "https://as.example.com/revoke@7:26"),
        (Key::PushedAuthorizationRequestEndpoint, "https://as.example.com/par@8:44"),
        (Key::JwksUri, ""),
        (Key::Grant, ""),
    ] {
        assert_eq!(values(&source, server.statement.values(key)), expected, "{key}");
    }
    for (key, expected) in [
        (Key::Scope, "openid@11:24, orders:read@11:34"),
        (Key::ResponseType, "code@12:32, none@12:40"),
        (Key::ResponseMode, "query@13:32, web_message@13:41"),
        (Key::Grant, "authorization_code@14:29, http://as.example.com/grant@14:51"),
        (Key::Pkce, "plain@15:40, S256@15:49"),
        (Key::Auth, "spiffe_jwt@16:45"),
        (Key::RequestObject, "none@18:51"),
        (Key::SenderConstraint, "dpop@19:3, mtls@20:49"),
        (Key::Par, "true@21:44"),
        (Key::Issuer, ""),
        (Key::JwksUri, ""),
    ] {
        assert_eq!(values(&source, server.supported.values(key)), expected, "{key}");
    }
    let detail = |detail: Detail, text: &str, at: &str| (detail, text.into(), at.into());
    assert_eq!(
        details(&source),
        [
            detail(Detail::TokenEndpointAuthSigningAlg, "ES256", "17:56"),
            detail(Detail::TokenEndpointAuthSigningAlg, "RS256", "17:65"),
            detail(Detail::RequireSignedRequestObject, "false", "22:36"),
            detail(Detail::ClientIdMetadataDocument, "true", "23:44"),
            detail(Detail::AuthorizationResponseIss, "true", "24:53"),
        ]
    );
    let snapshot = Snapshot {
        version: 1,
        retrieved: Some("2026-11-20".into()),
        from: Some("https://as.example.com/.well-known/oauth-authorization-server".into()),
    };
    assert_eq!(source.documents()[0].snapshot(), Some(&snapshot));
}

#[test]
fn a_list_that_is_left_out_or_empty_is_unknown() {
    for text in [
        r#"{ "issuer": "https://as.example.com" }"#,
        r#"{ "issuer": "https://as.example.com", "grant_types_supported": [],
             "code_challenge_methods_supported": [], "dpop_signing_alg_values_supported": [],
             "tls_client_certificate_bound_access_tokens": false,
             "require_pushed_authorization_requests": false }"#,
    ] {
        let server = metadata(text);
        assert_eq!(server.supported.keys(), Keys::NONE, "{text}");
        assert_eq!(server.statement.keys(), Keys::of(&[Key::Issuer]), "{text}");
    }
    let source = served("kind = web", r#"{ "issuer": "https://as.example.com" }"#);
    assert_eq!(source.documents()[0].snapshot(), None);
}

#[test]
fn a_value_of_another_type_is_a_mistake() {
    const NONE: Keys = Keys::NONE;
    for (member, unknown, fact) in [
        (
            r#""token_endpoint": null"#,
            Keys::of(&[Key::TokenEndpoint]),
            "2:19 `token_endpoint` is null, and it has to be a string",
        ),
        (
            r#""token_endpoint": """#,
            Keys::of(&[Key::TokenEndpoint]),
            "2:19 `token_endpoint` has an empty value",
        ),
        (
            r#""grant_types_supported": "authorization_code""#,
            NONE,
            "2:26 `grant_types_supported` is a string, and it has to be an array of strings",
        ),
        (
            r#""scopes_supported": ["a", 5]"#,
            NONE,
            "2:27 an element of `scopes_supported` is a number, and it has to be a string",
        ),
        (
            r#""scopes_supported": null"#,
            NONE,
            "2:21 `scopes_supported` is null, and it has to be an array of strings",
        ),
        (
            r#""dpop_signing_alg_values_supported": true"#,
            NONE,
            "2:38 `dpop_signing_alg_values_supported` is a boolean, and it has to be an array of strings",
        ),
        (
            r#""require_pushed_authorization_requests": "true""#,
            NONE,
            "2:42 `require_pushed_authorization_requests` is a string, and it has to be a boolean",
        ),
        (
            r#""require_signed_request_object": 1"#,
            NONE,
            "2:34 `require_signed_request_object` is a number, and it has to be a boolean",
        ),
        (
            r#""oauth_flow_snapshot": { "version": 1, "retrieved": 5 }"#,
            NONE,
            "2:53 `retrieved` is a number, and it has to be a string",
        ),
        (
            r#""oauth_flow_snapshot": { "version": "1" }"#,
            NONE,
            "2:37 `oauth_flow_snapshot.version` is a string, and it has to be a whole number",
        ),
        (r#""oauth_flow_snapshot": {}"#, NONE, "2:24 `oauth_flow_snapshot.version` is missing"),
        (
            r#""oauth_flow_snapshot": 1"#,
            NONE,
            "2:24 `oauth_flow_snapshot` is a number, and it has to be an object",
        ),
    ] {
        let text = format!("{{ \"issuer\": \"https://as.example.com\",\n{member} }}");
        let source = served("kind = web", text);
        assert_eq!(mistakes(&source), [format!("wrong_member {fact}")], "{member}");
        if let Some(server) = source.client().server_metadata() {
            assert_eq!(server.statement.unknown, unknown, "{member}");
        }
    }
    let none = served("kind = web", r#"{ "token_endpoint": "https://as.example.com/token" }"#);
    assert_eq!(mistakes(&none), ["wrong_member 1:1 `issuer` is missing"]);
}

#[test]
fn a_snapshot_of_a_newer_version_is_not_read() {
    let text = r#"{ "oauth_flow_snapshot": { "version": 2 }, "issuer": "https://as.example.com" }"#;
    let source = served("kind = web", text);
    let fact = "the snapshot has the version 2, and this version of oauth-flow reads 1";
    assert_eq!(mistakes(&source), [format!("unknown_document 1:39 {fact}")]);
    assert!(source.client().server_metadata().is_none());
}

#[test]
fn another_document_is_called_what_it_is() {
    const NO: &str = "the document is no metadata of a server";
    const REGISTRATION: &str = "the document is the registration of a client";
    let served_there = "name what the server serves at `/.well-known/oauth-authorization-server` or `/.well-known/openid-configuration`";
    let with_registration = "name it with `registration`, and the metadata of the server here";
    for (text, fact, help) in [
        ("{}", NO, served_there),
        ("[]", NO, served_there),
        ("5", NO, served_there),
        (r#"{ "client_id": "a" }"#, REGISTRATION, with_registration),
        (r#"{ "clientId": "a", "protocol": "openid-connect" }"#, REGISTRATION, with_registration),
        (r#"{ "realm": "a", "clients": [] }"#, REGISTRATION, with_registration),
        (r#"{ "settings": { "oauth": {} } }"#, REGISTRATION, with_registration),
        (
            r#"{ "resource": "https://api.example.com", "jwks_uri": "https://api.example.com/jwks" }"#,
            NO,
            "this is the metadata of a protected resource (RFC 9728): name that of its authorization server",
        ),
    ] {
        let source = served("kind = web", text);
        assert_eq!(mistakes(&source), [format!("unknown_document 1:1 {fact}")], "{text}");
        assert_eq!(found(&source)[0].help, help, "{text}");
    }
}
