//! What is written, by hand from the documentation of each format.

use oauth_flow_core::{Client, Format};
use oauth_flow_syntax::export::{Exported, export};
use oauth_flow_syntax::text::read;

use super::FORMATS;

/// A client that says something of each member of a registration.
const PORTAL: &str = r#"
    kind = "web",
    client_id = "portal",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    auth = "private_key_jwt",
    jwks_uri = "https://shop.example.com/jwks.json",
    redirect_uri("https://shop.example.com/cb", "https://shop.example.com/other"),
    post_logout_redirect_uri("https://shop.example.com/", "https://shop.example.com/bye"),
    scope = "openid orders:read",
    refresh = "rotate",
    sender_constraint = "dpop",
    par = true,
    request_object = "ES256",
"#;

fn client(attribute: &str) -> Client {
    read(attribute, "struct Client;").into_client()
}

fn left_out(exported: &Exported) -> Vec<&str> {
    exported.left_out.iter().map(|it| it.argument.as_str()).collect()
}

#[test]
fn client_metadata() {
    let exported = export(&client(PORTAL), Format::Rfc7591);
    let expected = r#"{
  "client_id": "portal",
  "application_type": "web",
  "redirect_uris": [
    "https://shop.example.com/cb",
    "https://shop.example.com/other"
  ],
  "post_logout_redirect_uris": [
    "https://shop.example.com/",
    "https://shop.example.com/bye"
  ],
  "grant_types": [
    "authorization_code",
    "refresh_token"
  ],
  "response_types": [
    "code"
  ],
  "token_endpoint_auth_method": "private_key_jwt",
  "jwks_uri": "https://shop.example.com/jwks.json",
  "scope": "openid orders:read",
  "require_pushed_authorization_requests": true,
  "request_object_signing_alg": "ES256",
  "dpop_bound_access_tokens": true
}
"#;
    assert_eq!(exported.text, expected);
    assert_eq!(left_out(&exported), ["pkce = \"S256\"", "refresh = \"rotate\""]);
}

#[test]
fn a_client_of_keycloak() {
    let exported = export(&client(PORTAL), Format::Keycloak);
    let expected = r#"{
  "clientId": "portal",
  "protocol": "openid-connect",
  "enabled": true,
  "publicClient": false,
  "clientAuthenticatorType": "client-jwt",
  "bearerOnly": false,
  "standardFlowEnabled": true,
  "implicitFlowEnabled": false,
  "directAccessGrantsEnabled": false,
  "serviceAccountsEnabled": false,
  "redirectUris": [
    "https://shop.example.com/cb",
    "https://shop.example.com/other"
  ],
  "attributes": {
    "pkce.code.challenge.method": "S256",
    "post.logout.redirect.uris": "https://shop.example.com/##https://shop.example.com/bye",
    "use.refresh.tokens": "true",
    "oauth2.device.authorization.grant.enabled": "false",
    "oauth2.jwt.authorization.grant.enabled": "false",
    "standard.token.exchange.enabled": "false",
    "oidc.ciba.grant.enabled": "false",
    "require.pushed.authorization.requests": "true",
    "dpop.bound.access.tokens": "true",
    "tls.client.certificate.bound.access.tokens": "false",
    "request.object.signature.alg": "ES256",
    "use.jwks.url": "true",
    "jwks.url": "https://shop.example.com/jwks.json"
  }
}
"#;
    assert_eq!(exported.text, expected);
    let left = [
        "kind = \"web\"",
        "grant(\"authorization_code\", \"refresh_token\")",
        "scope(\"openid\", \"orders:read\")",
        "refresh = \"rotate\"",
    ];
    assert_eq!(left_out(&exported), left);
}

#[test]
fn an_application_of_gravitee() {
    let exported = export(&client(PORTAL), Format::Gravitee);
    let expected = r#"{
  "type": "WEB",
  "settings": {
    "oauth": {
      "clientId": "portal",
      "clientType": "confidential",
      "applicationType": "web",
      "redirectUris": [
        "https://shop.example.com/cb",
        "https://shop.example.com/other"
      ],
      "postLogoutRedirectUris": [
        "https://shop.example.com/",
        "https://shop.example.com/bye"
      ],
      "grantTypes": [
        "authorization_code",
        "refresh_token"
      ],
      "responseTypes": [
        "code"
      ],
      "tokenEndpointAuthMethod": "private_key_jwt",
      "forcePKCE": true,
      "forceS256CodeChallengeMethod": true,
      "jwksUri": "https://shop.example.com/jwks.json",
      "scopeSettings": [
        {
          "scope": "openid",
          "defaultScope": false
        },
        {
          "scope": "orders:read",
          "defaultScope": false
        }
      ],
      "requireParRequest": true,
      "requestObjectSigningAlg": "ES256",
      "dpopBoundAccessTokens": true,
      "tlsClientCertificateBoundAccessTokens": false,
      "disableRefreshTokenRotation": false
    }
  }
}
"#;
    assert_eq!(exported.text, expected);
    assert_eq!(left_out(&exported), [""; 0]);
}

#[test]
fn a_client_without_a_user_has_neither_redirect_uris_nor_response_types() {
    let client = client("kind = \"m2m\", auth = \"none\"");
    for (format, expected) in [
        (Format::Rfc7591, &["  \"redirect_uris\": [],\n", "  \"response_types\": [],\n"][..]),
        (
            Format::Keycloak,
            &[
                "  \"publicClient\": true,\n  \"clientAuthenticatorType\": \"client-secret\",\n",
                "  \"standardFlowEnabled\": false,\n",
                "  \"serviceAccountsEnabled\": true,\n",
                "    \"use.refresh.tokens\": \"false\",\n",
            ],
        ),
        (
            Format::Gravitee,
            &[
                "\"type\": \"SERVICE\"",
                "\"clientType\": \"public\"",
                "\"responseTypes\": []",
                "\"forcePKCE\": false",
            ],
        ),
    ] {
        let Exported { text, .. } = export(&client, format);
        for part in expected {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}

#[test]
fn a_kind_has_the_types_of_the_format() {
    for (kind, of_application, of_client, in_metadata) in [
        ("web", "WEB", "web", Some("web")),
        ("spa", "BROWSER", "web", Some("web")),
        ("native", "NATIVE", "native", Some("native")),
        ("device", "NATIVE", "native", Some("native")),
        ("m2m", "SERVICE", "web", None),
        ("third_party", "SERVICE", "web", None),
        ("trusted", "WEB", "web", None),
    ] {
        let client = client(&format!("kind = \"{kind}\""));
        let gravitee = export(&client, Format::Gravitee).text;
        for part in [
            format!("  \"type\": \"{of_application}\","),
            format!("      \"applicationType\": \"{of_client}\","),
        ] {
            assert!(gravitee.lines().any(|line| line == part), "{kind}: {part} in {gravitee}");
        }
        let metadata = export(&client, Format::Rfc7591).text;
        let found = metadata.lines().find_map(|it| it.strip_prefix("  \"application_type\": "));
        let expected = in_metadata.map(|it| format!("\"{it}\","));
        assert_eq!(found, expected.as_deref(), "{kind}");
    }
}

#[test]
fn keycloak_has_an_authenticator_for_each_method_but_a_certificate_of_its_own() {
    for (auth, expected) in [
        ("none", Some(("true", "client-secret"))),
        ("client_secret_basic", Some(("false", "client-secret"))),
        ("client_secret_post", Some(("false", "client-secret"))),
        ("client_secret_jwt", Some(("false", "client-secret-jwt"))),
        ("private_key_jwt", Some(("false", "client-jwt"))),
        ("tls_client_auth", Some(("false", "client-x509"))),
        ("self_signed_tls_client_auth", None),
    ] {
        let client = client(&format!("kind = \"web\", auth = \"{auth}\""));
        let text = export(&client, Format::Keycloak).text;
        let value = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(&format!("  \"{name}\": ")));
            line.map(|it| it.trim_end_matches(',').trim_matches('"'))
        };
        let found = value("publicClient").zip(value("clientAuthenticatorType"));
        assert_eq!(found, expected, "{auth}: {text}");
    }
}

#[test]
fn keycloak_has_uris_after_logout_in_one_text_where_none_of_them_means_others() {
    for (uris, expected) in [
        ("\"https://a.example/bye\"", Some("https://a.example/bye")),
        (
            "\"https://a.example/1\", \"https://a.example/2\"",
            Some("https://a.example/1##https://a.example/2"),
        ),
        ("\"https://a.example/1##2\"", None),
        ("\" https://a.example/1\"", None),
        ("\"+\"", None),
        ("\"https://a.example/1\", \"-\"", None),
        ("\"\"", None),
        ("runtime", None),
    ] {
        let client = client(&format!("kind = \"web\", post_logout_redirect_uri({uris})"));
        let text = export(&client, Format::Keycloak).text;
        let line =
            text.lines().find_map(|it| it.strip_prefix("    \"post.logout.redirect.uris\": "));
        let found = line.map(|it| it.trim_end_matches(',').trim_matches('"'));
        assert_eq!(found, expected, "{uris}: {text}");
    }
}

#[test]
fn a_person_is_asked_for_what_no_declaration_says() {
    let uris = "the redirect URIs";
    let keys = "the public keys of the client";
    let subject = "the subject of the client certificate (RFC 8705 section 2.1.2)";
    let redirect = "redirect_uri = \"https://shop.example.com/cb\"";
    for (attribute, expected) in [
        ("kind = \"web\"", &[uris][..]),
        ("kind = \"spa\", grant = \"implicit\"", &[uris]),
        ("kind = \"m2m\"", &[]),
        ("kind = \"web\", REDIRECT", &[]),
        ("kind = \"web\", REDIRECT, auth = \"private_key_jwt\"", &[keys]),
        ("kind = \"web\", REDIRECT, auth = \"self_signed_tls_client_auth\"", &[keys]),
        ("kind = \"web\", REDIRECT, auth = \"tls_client_auth\"", &[subject]),
        (
            "kind = \"web\", REDIRECT, auth = \"private_key_jwt\", jwks_uri = \"https://shop.example.com/j\"",
            &[],
        ),
    ] {
        let client = client(&attribute.replace("REDIRECT", redirect));
        assert_eq!(export(&client, Format::Rfc7591).to_add, expected, "{attribute}");
    }
}

#[test]
fn the_details_of_another_registration_are_written_but_for_keys() {
    let registered = r#"{
  "client_id": "stock",
  "redirect_uris": ["https://shop.example.com/cb"],
  "token_endpoint_auth_method": "tls_client_auth",
  "tls_client_auth_san_dns": "shop.example.com",
  "id_token_signed_response_alg": "ES256",
  "require_signed_request_object": true,
  "jwks": { "keys": [] }
}"#;
    let example = oauth_flow_core::example("kind = \"web\", registration = \"client.json\"");
    let text = oauth_flow_syntax::text::Text::from(&example.registered(registered));
    let source = text.read();
    let subject = ["the subject of the client certificate (RFC 8705 section 2.1.2)"];
    // Keycloak knows a certificate by its whole subject alone.
    for (format, to_add, details) in [
        (
            Format::Rfc7591,
            &[][..],
            &[
                "  \"id_token_signed_response_alg\": \"ES256\"",
                "  \"tls_client_auth_san_dns\": \"shop.example.com\"",
            ][..],
        ),
        (Format::Keycloak, &subject, &["    \"id.token.signed.response.alg\": \"ES256\""]),
        (
            Format::Gravitee,
            &[],
            &[
                "      \"idTokenSignedResponseAlg\": \"ES256\"",
                "      \"tlsClientAuthSanDns\": \"shop.example.com\"",
            ],
        ),
    ] {
        let exported = export(source.client(), format);
        assert_eq!(exported.to_add, to_add, "{format:?}");
        let lines: Vec<&str> =
            exported.text.lines().map(|line| line.trim_end_matches(',')).collect();
        for detail in details {
            assert!(lines.contains(detail), "{detail} in {}", exported.text);
        }
        for name in ["jwks\"", "jwks.string", "required", "require_signed"] {
            assert!(!exported.text.contains(name), "{name} in {}", exported.text);
        }
    }
}

#[test]
fn what_a_format_cannot_say_is_left_to_the_attribute() {
    let attribute = r#"kind = "trusted", profile = "oauth2.1",
        grant("authorization_code", "saml2-bearer", "urn:example:grant"), response_mode = "form_post",
        pkce = "plain", auth = "client_secret_post", redirect_uri("https://shop.example.com/cb", runtime),
        scope("a"), resource = "https://api.example.com", audience("a", "b"), dynamic_registration,
        issuer = "https://as.example.com", token_endpoint = "https://as.example.com/token",
        allow(plain_pkce, reason = "the server is \"old\"", until = "2027-06-30"),
        deny(unused_allow, pkce_switch)"#;
    let always = [
        "profile = \"oauth2.1\"",
        "response_mode = \"form_post\"",
        "redirect_uri = runtime",
        "resource = \"https://api.example.com\"",
        "audience(\"a\", \"b\")",
        "dynamic_registration = true",
        "issuer = \"https://as.example.com\"",
        "token_endpoint = \"https://as.example.com/token\"",
        "allow(plain_pkce, reason = \"the server is \\\"old\\\"\", until = \"2027-06-30\")",
        "deny(unused_allow, pkce_switch)",
    ];
    let grants = "grant(\"authorization_code\", \"saml2-bearer\", \"urn:example:grant\")";
    for (format, more) in [
        (Format::Rfc7591, &["kind = \"trusted\"", "pkce = \"plain\""][..]),
        (
            Format::Keycloak,
            &["kind = \"trusted\"", grants, "auth = \"client_secret_post\"", "scope(\"a\")"],
        ),
        (Format::Gravitee, &["kind = \"trusted\""]),
    ] {
        let exported = export(&client(attribute), format);
        let mut found = left_out(&exported);
        let mut expected: Vec<&str> = always.iter().chain(more).copied().collect();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{format:?}");
    }
}

#[test]
fn no_secret_is_written() {
    let registered = r#"{
  "client_id": "stock",
  "client_secret": "not-a-real-secret",
  "grant_types": ["client_credentials"],
  "token_endpoint_auth_method": "client_secret_jwt",
  "token_endpoint_auth_signing_alg": "HS256",
  "registration_access_token": "not-a-real-token"
}"#;
    let example = oauth_flow_core::example("kind = \"m2m\", registration = \"client.json\"");
    let text = oauth_flow_syntax::text::Text::from(&example.registered(registered));
    let source = text.read();
    for (format, algorithm) in FORMATS.into_iter().zip([
        "  \"token_endpoint_auth_signing_alg\": \"HS256\"",
        "    \"token.endpoint.auth.signing.alg\": \"HS256\"",
        "      \"tokenEndpointAuthSigningAlg\": \"HS256\"",
    ]) {
        let Exported { text, .. } = export(source.client(), format);
        assert!(!text.contains("not-a-real"), "{text}");
        assert!(text.contains(algorithm), "{text}");
    }
}
