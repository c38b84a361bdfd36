//! One client of Keycloak.

use oauth_flow_core::members::Detail;
use oauth_flow_core::vocabulary::{Grant, Word as _};
use oauth_flow_core::{Format, Key, Keys};

use super::{details, mistakes, registered, registration, texts, values};

const WHOLE: &str = r#"{
  "clientId": "portal",
  "protocol": "openid-connect",
  "enabled": true,
  "rootUrl": "https://app.example.com/",
  "publicClient": false,
  "bearerOnly": false,
  "clientAuthenticatorType": "client-secret",
  "secret": "**********",
  "standardFlowEnabled": true,
  "implicitFlowEnabled": false,
  "directAccessGrantsEnabled": true,
  "serviceAccountsEnabled": false,
  "redirectUris": ["/cb", "https://other.example.com/*"],
  "defaultClientScopes": ["profile"],
  "attributes": {
    "pkce.code.challenge.method": "S256",
    "use.refresh.tokens": "true",
    "oauth2.device.authorization.grant.enabled": "TRUE",
    "oidc.ciba.grant.enabled": "false",
    "standard.token.exchange.enabled": "true",
    "require.pushed.authorization.requests": "true",
    "dpop.bound.access.tokens": "true",
    "tls.client.certificate.bound.access.tokens": "true",
    "request.object.signature.alg": "PS256",
    "request.object.required": "request only",
    "use.jwks.url": "true",
    "jwks.url": "https://app.example.com/jwks.json",
    "post.logout.redirect.uris": "https://app.example.com/bye ## +"
  }
}"#;

#[test]
fn each_member_and_each_attribute_is_stated_with_its_place() {
    let source = registered("kind = web", WHOLE);
    assert_eq!(mistakes(&source), [""; 0]);
    let registration = source.client().registration().unwrap();
    assert_eq!((registration.format, registration.length), (Format::Keycloak, WHOLE.len()));
    for (key, expected) in [
        (Key::Kind, ""),
        (Key::ClientId, "portal@2:15"),
        (
            Key::Grant,
            "authorization_code@10:26, password@12:32, device_code@19:50, token-exchange@21:40",
        ),
        (Key::Pkce, "S256@17:35"),
        (Key::Auth, "client_secret_basic@8:30"),
        (Key::RedirectUri, "https://app.example.com/cb@14:20, https://other.example.com/*@14:27"),
        (Key::PostLogoutRedirectUri, "https://app.example.com/bye@29:34"),
        (Key::SenderConstraint, "dpop@23:33"),
        (Key::Par, "true@22:46"),
        (Key::RequestObject, "PS256@25:37"),
        (Key::JwksUri, "https://app.example.com/jwks.json@28:17"),
        (Key::Scope, ""),
        (Key::ResponseType, ""),
    ] {
        assert_eq!(values(&source, registration.statement.values(key)), expected, "{key}");
    }
    for (key, expected) in [
        (Key::Auth, "client_secret_basic@8:30, client_secret_post@8:30"),
        (Key::SenderConstraint, "dpop@23:33, mtls@24:51"),
        (
            Key::PostLogoutRedirectUri,
            "https://app.example.com/cb@14:20, https://other.example.com/*@14:27",
        ),
        (Key::Grant, ""),
    ] {
        assert_eq!(values(&source, registration.choices.values(key)), expected, "{key}");
    }
    assert_eq!(registration.unsaid, [Grant::RefreshToken, Grant::JwtBearer, Grant::Saml2Bearer]);
    let required = (Detail::RequireSignedRequestObject, "true".into(), "26:32".into());
    assert_eq!(details(&source), [required]);
}

#[test]
fn a_request_object_is_required_by_each_word_but_one() {
    for (word, required) in [
        ("not required", "false"),
        ("request or request_uri", "true"),
        ("request only", "true"),
        ("request_uri only", "true"),
    ] {
        let text = format!(
            r#"{{ "clientId": "a", "publicClient": false, "attributes": {{ "request.object.required": "{word}" }} }}"#
        );
        let details = details(&registered("kind = web", text));
        let stated: Vec<_> = details.iter().map(|(detail, text, _)| (*detail, &**text)).collect();
        assert_eq!(stated, [(Detail::RequireSignedRequestObject, required)]);
    }
}

#[test]
fn a_flag_that_is_left_out_says_nothing_of_its_grant() {
    let of = |members: &str| {
        let registration = registration(&format!(r#"{{ "clientId": "a", {members} }}"#));
        (texts(&registration.statement, Key::Grant), registration.unsaid)
    };
    let bare = r#""attributes": {}"#;
    assert_eq!(of(bare), (String::new(), Grant::ALL.to_vec()));
    let off = r#""standardFlowEnabled": false, "attributes": { "use.refresh.tokens": "false" }"#;
    let (grants, unsaid) = of(off);
    assert_eq!(grants, "");
    assert!(!unsaid.contains(&Grant::AuthorizationCode) && !unsaid.contains(&Grant::RefreshToken));
    assert!(unsaid.contains(&Grant::Implicit) && unsaid.contains(&Grant::DeviceCode));
    let null = r#""standardFlowEnabled": null, "attributes": { "oidc.ciba.grant.enabled": "" }"#;
    assert_eq!(of(null), (String::new(), Grant::ALL.to_vec()));
}

#[test]
fn the_authenticator_says_the_method_unless_the_client_is_public() {
    for (members, method, choices) in [
        (r#""publicClient": true"#, "none", ""),
        (r#""publicClient": true, "clientAuthenticatorType": "client-secret""#, "none", ""),
        (
            r#""publicClient": false, "clientAuthenticatorType": "client-secret""#,
            "client_secret_basic",
            "client_secret_basic, client_secret_post",
        ),
        (
            r#""publicClient": false, "clientAuthenticatorType": "client-secret-jwt""#,
            "client_secret_jwt",
            "",
        ),
        (
            r#""publicClient": false, "clientAuthenticatorType": "client-jwt""#,
            "private_key_jwt",
            "",
        ),
        (
            r#""publicClient": false, "clientAuthenticatorType": "client-x509""#,
            "tls_client_auth",
            "",
        ),
        (r#""publicClient": false, "clientAuthenticatorType": "federated-jwt""#, "", ""),
        (r#""publicClient": false"#, "", ""),
        // Who made the client decides what this means.
        (r#""clientAuthenticatorType": "client-jwt""#, "", ""),
    ] {
        let registration = registration(&format!(r#"{{ "clientId": "a", {members} }}"#));
        assert_eq!(texts(&registration.statement, Key::Auth), method, "{members}");
        assert_eq!(texts(&registration.choices, Key::Auth), choices, "{members}");
    }
}

#[test]
fn a_redirect_uri_that_begins_with_a_slash_is_below_the_root() {
    for (root, uri, expected) in [
        (r#""https://app.example.com""#, "/cb", "https://app.example.com/cb"),
        (r#""https://app.example.com/""#, "/*", "https://app.example.com/*"),
        (r#""https://app.example.com""#, "*", "*"),
        (r#""https://app.example.com""#, "app:/cb", "app:/cb"),
        (r#""${authBaseUrl}""#, "/cb", "/cb"),
        ("null", "/cb", "/cb"),
    ] {
        let text = format!(
            r#"{{ "clientId": "a", "rootUrl": {root}, "redirectUris": ["{uri}"], "attributes": {{}} }}"#
        );
        let registration = registration(&text);
        assert_eq!(texts(&registration.statement, Key::RedirectUri), expected, "{text}");
    }
}

#[test]
fn the_uris_after_logout_are_joined_in_one_string() {
    for (joined, expected, choices) in [
        ("https://a.example/##https://b.example/", "https://a.example/, https://b.example/", ""),
        // The redirect URIs are judged where they are.
        ("+", "", "https://c.example/cb"),
        ("+##https://a.example/", "https://a.example/", "https://c.example/cb"),
        ("-", "", ""),
        ("-##https://a.example/", "", ""),
        ("https://a.example/##-", "https://a.example/, -", ""),
        (" ## ", "", ""),
        ("", "", ""),
    ] {
        let text = format!(
            r#"{{ "clientId": "a", "redirectUris": ["https://c.example/cb"],
                     "attributes": {{ "post.logout.redirect.uris": "{joined}" }} }}"#
        );
        let registration = registration(&text);
        let key = Key::PostLogoutRedirectUri;
        assert_eq!(texts(&registration.statement, key), expected, "{joined}");
        assert_eq!(texts(&registration.choices, key), choices, "{joined}");
    }
}

#[test]
fn the_redirect_uris_agree_with_the_uris_after_logout_that_they_are() {
    let text = |joined: &str| {
        format!(
            r#"{{ "clientId": "a", "redirectUris": ["https://c.example/a", "https://c.example/b"],
                     "attributes": {{ "post.logout.redirect.uris": "{joined}" }} }}"#
        )
    };
    for (declared, joined, agrees) in [
        ("https://c.example/a", "+", true),
        ("https://d.example/", "+", false),
        ("https://d.example/", "+##https://d.example/", true),
        ("https://c.example/a", "+##https://d.example/", false),
    ] {
        let attribute = format!("kind = web, pkce = S256, post_logout_redirect_uri = {declared:?}");
        let source = registered(&attribute, text(joined));
        let findings = source.findings();
        let differs = findings.iter().any(|it| it.rule.id == "registration_mismatch");
        assert_eq!(differs, !agrees, "{declared} {joined}");
    }
}

#[test]
fn a_method_of_pkce_that_is_empty_is_not_enforced() {
    for (method, expected) in
        [(r#""""#, ""), ("null", ""), (r#""S256""#, "S256"), (r#""plain""#, "plain")]
    {
        let text = format!(
            r#"{{ "clientId": "a", "attributes": {{ "pkce.code.challenge.method": {method} }} }}"#
        );
        assert_eq!(texts(&registration(&text).statement, Key::Pkce), expected, "{method}");
    }
}

#[test]
fn an_attribute_of_another_form_is_a_mistake() {
    for (members, key, expected) in [
        (
            r#""attributes": { "pkce.code.challenge.method": "s256" }"#,
            Key::Pkce,
            "2:47 `pkce.code.challenge.method` has `s256`, which is no PKCE method",
        ),
        (
            r#""attributes": { "require.pushed.authorization.requests": "yes" }"#,
            Key::Par,
            "2:58 `require.pushed.authorization.requests` is a string, and it has to be `\"true\"` or `\"false\"`",
        ),
        (
            r#""attributes": { "oidc.ciba.grant.enabled": 1 }"#,
            Key::Grant,
            "2:44 `oidc.ciba.grant.enabled` is a number, and it has to be a boolean",
        ),
        // Only an attribute may be a string.
        (
            r#""publicClient": "true""#,
            Key::Auth,
            "2:17 `publicClient` is a string, and it has to be a boolean",
        ),
        (
            r#""standardFlowEnabled": "true""#,
            Key::Grant,
            "2:24 `standardFlowEnabled` is a string, and it has to be a boolean",
        ),
        (
            r#""redirectUris": "*""#,
            Key::RedirectUri,
            "2:17 `redirectUris` is a string, and it has to be an array of strings",
        ),
    ] {
        let source = registered("kind = web", format!("{{ \"clientId\": \"a\",\n{members} }}"));
        assert_eq!(mistakes(&source), [format!("wrong_member {expected}")], "{members}");
        let registration = source.client().registration().unwrap();
        assert_eq!(registration.statement.unknown, Keys::of(&[key]), "{members}");
    }
    let source = registered("kind = web", r#"{ "clientId": "a", "attributes": [1] }"#);
    let expected = "wrong_member 1:34 `attributes` is an array, and it has to be an object";
    assert_eq!(mistakes(&source), [expected]);
}

#[test]
fn a_client_of_another_protocol_and_a_resource_server_are_no_clients() {
    for (members, expected) in [
        (r#""protocol": "saml""#, "1:32 the client uses the protocol `saml`, and not OAuth"),
        (
            r#""protocol": "docker-v2""#,
            "1:32 the client uses the protocol `docker-v2`, and not OAuth",
        ),
        (r#""bearerOnly": true"#, "1:34 `a` is a resource server, which uses no grant"),
    ] {
        let source = registered("kind = web", format!(r#"{{ "clientId": "a", {members} }}"#));
        assert_eq!(mistakes(&source), [format!("unknown_document {expected}")], "{members}");
        assert!(source.client().registration().is_none());
    }
}

#[test]
fn secrets_and_keys_are_in_members_and_attributes() {
    let of = |members: &str| {
        let source = registered("kind = web", format!("{{ \"clientId\": \"a\",\n{members} }}"));
        assert_eq!(mistakes(&source), [""; 0], "{members}");
        details(&source)
    };
    let detail = |detail: Detail, text: &str, at: &str| (detail, text.into(), at.into());
    assert_eq!(
        of(r#""secret": "abc", "attributes": { "client.secret.rotated": "def" }"#),
        [detail(Detail::ClientSecret, "", "2:11"), detail(Detail::ClientSecret, "", "2:59")]
    );
    assert_eq!(
        of(r#""secret": "${vault.a}", "attributes": { "client.secret.rotated": "**********" }"#),
        []
    );
    let keys = r#"{\"keys\":[{\"kty\":\"EC\",\"d\":\"x\"},{\"kty\":\"EC\"}]}"#;
    assert_eq!(
        of(&format!(r#""attributes": {{ "use.jwks.string": "true", "jwks.string": "{keys}" }}"#)),
        [detail(Detail::Jwks, "", "2:59"), detail(Detail::PrivateKey, "d", "2:59")]
    );
    // The keys are not in use, and the private one is in the file all the same.
    assert_eq!(
        of(&format!(r#""attributes": {{ "jwks.string": "{keys}" }}"#)),
        [detail(Detail::PrivateKey, "d", "2:32")]
    );
    assert_eq!(
        of(r#""attributes": { "jwt.credential.certificate": "MIIB", "x509.subjectdn": "CN=a" }"#),
        [
            detail(Detail::Certificate, "", "2:47"),
            detail(Detail::TlsClientAuthSubjectDn, "CN=a", "2:73")
        ]
    );
    let source =
        registered("kind = web", r#"{ "clientId": "a", "attributes": { "jwks.string": "{" } }"#);
    assert_eq!(
        mistakes(&source),
        [
            "wrong_member 1:51 `jwks.string` is a string, and it has to be a JWK set, which has the array `keys`"
        ]
    );
}

#[test]
fn a_word_that_leaves_the_algorithm_open_says_nothing() {
    for (algorithm, stated, told) in
        [("any", "", 0), ("none", "", 1), ("ES256", "ES256", 0), ("", "", 0)]
    {
        let text = format!(
            r#"{{ "clientId": "a", "attributes": {{ "request.object.signature.alg": "{algorithm}" }} }}"#
        );
        let registration = registration(&text);
        assert_eq!(texts(&registration.statement, Key::RequestObject), stated, "{algorithm}");
        assert_eq!(registration.details.iter().count(), told, "{algorithm}");
    }
}

#[test]
fn an_address_of_keys_counts_where_it_is_switched_on() {
    for (switch, expected) in [
        (r#""use.jwks.url": "true", "#, "https://a.example/jwks.json"),
        (r#""use.jwks.url": "false", "#, ""),
        ("", ""),
    ] {
        let text = format!(
            r#"{{ "clientId": "a", "attributes": {{ {switch}"jwks.url": "https://a.example/jwks.json" }} }}"#
        );
        assert_eq!(texts(&registration(&text).statement, Key::JwksUri), expected, "{switch}");
    }
}
