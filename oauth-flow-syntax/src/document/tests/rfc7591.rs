//! The members of RFC 7591.

use oauth_flow_core::members::Detail;
use oauth_flow_core::{Key, Keys};

use super::{details, mistakes, registered, registration, texts, values};

/// A document with every member that is read, a line each.
const WHOLE: &str = r#"{
  "client_id": "portal",
  "application_type": "web",
  "grant_types": ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code", "urn:example:grant"],
  "response_types": ["code", "token code", "none"],
  "token_endpoint_auth_method": "private_key_jwt",
  "redirect_uris": ["https://app.example.com/cb",
    "https://app.example.com/cb2"],
  "post_logout_redirect_uris": ["https://app.example.com/bye"],
  "scope": "openid  orders:read",
  "dpop_bound_access_tokens": true,
  "tls_client_certificate_bound_access_tokens": false,
  "require_pushed_authorization_requests": true,
  "request_object_signing_alg": "ES256",
  "jwks_uri": "https://app.example.com/jwks.json",
  "client_name": "Portal",
  "software_version": 5
}"#;

#[test]
fn each_member_is_stated_with_its_place() {
    let source = registered("kind = web", WHOLE);
    assert_eq!(mistakes(&source), [""; 0]);
    let registration = source.client().registration().unwrap();
    assert_eq!(registration.length, WHOLE.len());
    for (key, expected) in [
        (Key::ClientId, "portal@2:16"),
        (Key::Kind, "web@3:23"),
        (
            Key::Grant,
            "authorization_code@4:19, refresh_token@4:41, device_code@4:58, urn:example:grant@4:106",
        ),
        (Key::ResponseType, "code@5:22, code token@5:30"),
        (Key::Auth, "private_key_jwt@6:33"),
        (Key::RedirectUri, "https://app.example.com/cb@7:21, https://app.example.com/cb2@8:5"),
        (Key::PostLogoutRedirectUri, "https://app.example.com/bye@9:33"),
        (Key::Scope, "openid@10:12, orders:read@10:12"),
        (Key::SenderConstraint, "dpop@11:31"),
        (Key::Par, "true@13:44"),
        (Key::RequestObject, "ES256@14:33"),
        (Key::JwksUri, "https://app.example.com/jwks.json@15:15"),
        (Key::Pkce, ""),
        (Key::Refresh, ""),
        (Key::Issuer, ""),
    ] {
        assert_eq!(values(&source, registration.statement.values(key)), expected, "{key}");
    }
    assert_eq!(registration.statement.unknown, Keys::NONE);
    assert_eq!(registration.unsaid, []);
    let whole = source.position(registration.origin).unwrap();
    assert_eq!((whole.line, whole.column, whole.bytes), (1, 1, 0..1));
}

#[test]
fn a_list_of_several_is_at_its_name_and_a_flag_too() {
    let source = registered("kind = web", WHOLE);
    let registration = source.client().registration().unwrap();
    let of = |key: Key| {
        let origin = registration.statement.origin(oauth_flow_core::Place::Key(key)).unwrap();
        let at = source.position(origin).unwrap();
        (at.line, at.column)
    };
    assert_eq!(of(Key::RedirectUri), (7, 3));
    assert_eq!(of(Key::PostLogoutRedirectUri), (9, 33));
    assert_eq!(of(Key::Par), (13, 3));
}

#[test]
fn an_extension_grant_is_the_whole_of_its_uri() {
    let text = r#"{ "grant_types": ["urn:example:grant~1"] }"#;
    let source = registered("kind = web", text);
    let statement = &source.client().registration().unwrap().statement;
    assert_eq!(values(&source, statement.values(Key::Grant)), "urn:example:grant~1@1:19");
}

#[test]
fn a_member_that_is_left_out_or_empty_says_nothing() {
    for text in [
        r#"{ "client_name": "a" }"#,
        r#"{ "grant_types": null, "redirect_uris": null, "scope": null, "jwks": null }"#,
        r#"{ "grant_types": [], "redirect_uris": [], "scope": "", "jwks": {}, "client_id": "",
                 "token_endpoint_auth_method": "", "client_secret": "", "jwks_uri": "" }"#,
        r#"{ "scope": "  ", "require_pushed_authorization_requests": false,
                 "dpop_bound_access_tokens": false }"#,
    ] {
        let registration = registration(text);
        assert_eq!(registration.statement.keys(), Keys::NONE, "{text}");
        assert_eq!(registration.choices.keys(), Keys::NONE, "{text}");
        assert_eq!(registration.details.iter().count(), 0, "{text}");
    }
}

#[test]
fn the_application_type_leaves_kinds_open_or_decides_one() {
    const WEB: &str = "web, spa, trusted, m2m, third_party";
    const NATIVE: &str = "native, device";
    for (members, fits, decided) in [
        (r#""application_type": "native""#, NATIVE, "native"),
        (
            r#""application_type": "native", "grant_types": ["authorization_code"]"#,
            NATIVE,
            "native",
        ),
        (
            r#""application_type": "native", "grant_types": ["urn:ietf:params:oauth:grant-type:device_code"]"#,
            NATIVE,
            "",
        ),
        (
            r#""application_type": "native", "grant_types": ["authorization_code", "urn:ietf:params:oauth:grant-type:device_code"]"#,
            NATIVE,
            "native",
        ),
        (r#""application_type": "web""#, WEB, ""),
        (r#""application_type": "web", "token_endpoint_auth_method": "none""#, WEB, "spa"),
        (
            r#""application_type": "web", "token_endpoint_auth_method": "client_secret_post""#,
            WEB,
            "web",
        ),
        (
            r#""application_type": "web", "token_endpoint_auth_method": "client_secret_post", "grant_types": ["authorization_code"]"#,
            WEB,
            "web",
        ),
        (
            r#""application_type": "web", "token_endpoint_auth_method": "client_secret_post", "grant_types": ["client_credentials"]"#,
            WEB,
            "",
        ),
        (
            r#""application_type": "web", "token_endpoint_auth_method": "none", "grant_types": ["urn:example:grant"]"#,
            WEB,
            "",
        ),
        (r#""application_type": "browser""#, "spa", "spa"),
        (r#""application_type": "service""#, "m2m, third_party", ""),
        (r#""client_name": "a""#, "", ""),
    ] {
        let registration = registration(&format!("{{ {members} }}"));
        assert_eq!(texts(&registration.choices, Key::Kind), fits, "{members}");
        assert_eq!(texts(&registration.statement, Key::Kind), decided, "{members}");
    }
}

#[test]
fn a_kind_that_depends_on_what_could_not_be_read_is_unknown() {
    for (text, unknown) in [
        (
            r#"{ "application_type": "web", "grant_types": ["code"] }"#,
            Keys::of(&[Key::Grant, Key::Kind]),
        ),
        (
            r#"{ "application_type": "web", "token_endpoint_auth_method": "basic" }"#,
            Keys::of(&[Key::Auth, Key::Kind]),
        ),
        (
            r#"{ "application_type": "native", "token_endpoint_auth_method": "basic" }"#,
            Keys::of(&[Key::Auth]),
        ),
        (r#"{ "application_type": "desktop" }"#, Keys::of(&[Key::Kind])),
    ] {
        let source = registered("client_id = \"a\"", text);
        let ids: Vec<_> = source.findings().iter().map(|finding| finding.rule.id).collect();
        assert!(ids.contains(&"wrong_member") && !ids.contains(&"missing_kind"), "{text}");
        assert_eq!(source.client().registration().unwrap().statement.unknown, unknown, "{text}");
    }
}

#[test]
fn a_value_of_another_type_is_a_mistake_and_its_key_is_unknown() {
    for (member, key, at, fact) in [
        (
            r#""redirect_uris": "https://app.example.com/cb""#,
            Key::RedirectUri,
            "1:20",
            "`redirect_uris` is a string, and it has to be an array of strings",
        ),
        (
            r#""redirect_uris": ["https://app.example.com/cb", null]"#,
            Key::RedirectUri,
            "1:51",
            "an element of `redirect_uris` is null, and it has to be a string",
        ),
        (
            r#""redirect_uris": { "a": 1 }"#,
            Key::RedirectUri,
            "1:20",
            "`redirect_uris` is an object, and it has to be an array of strings",
        ),
        (
            r#""client_id": 5"#,
            Key::ClientId,
            "1:16",
            "`client_id` is a number, and it has to be a string",
        ),
        (
            r#""scope": ["openid"]"#,
            Key::Scope,
            "1:12",
            "`scope` is an array, and it has to be a string",
        ),
        (
            r#""require_pushed_authorization_requests": "true""#,
            Key::Par,
            "1:44",
            "`require_pushed_authorization_requests` is a string, and it has to be a boolean",
        ),
        (
            r#""dpop_bound_access_tokens": 1"#,
            Key::SenderConstraint,
            "1:31",
            "`dpop_bound_access_tokens` is a number, and it has to be a boolean",
        ),
        (
            r#""token_endpoint_auth_method": ["none"]"#,
            Key::Auth,
            "1:33",
            "`token_endpoint_auth_method` is an array, and it has to be a string",
        ),
        (
            r#""application_type": true"#,
            Key::Kind,
            "1:23",
            "`application_type` is a boolean, and it has to be a string",
        ),
    ] {
        let source = registered("kind = m2m", format!("{{ {member} }}"));
        assert_eq!(mistakes(&source), [format!("wrong_member {at} {fact}")], "{member}");
        // The attribute says the kind, so that it is known.
        let unknown = if key == Key::Kind { Keys::NONE } else { Keys::of(&[key]) };
        let registration = source.client().registration().unwrap();
        assert_eq!(registration.statement.unknown, unknown, "{member}");
        assert_eq!(registration.statement.values(key), [], "{member}");
    }
}

#[test]
fn a_word_that_the_standards_do_not_have_is_a_mistake_at_it() {
    for (member, at, fact, help) in [
        (
            r#""token_endpoint_auth_method": "basic""#,
            "1:33",
            "`token_endpoint_auth_method` has `basic`, which is no authentication method",
            "did you mean `client_secret_basic`?",
        ),
        (
            r#""token_endpoint_auth_method": "spiffe_jwt""#,
            "1:33",
            "`token_endpoint_auth_method` has `spiffe_jwt`, the method of a draft, and `auth` does not take it yet",
            "it stands for a JWT-SVID of the workload (draft-ietf-oauth-spiffe-client-auth-02); until that is a standard, register the method that the server takes besides it",
        ),
        (
            r#""grant_types": ["authorization_code", "device_code"]"#,
            "1:41",
            "`grant_types` has `device_code`, which is no grant",
            "did you mean `urn:ietf:params:oauth:grant-type:device_code`?",
        ),
        (
            r#""grant_types": ["urn:ietf:params:oauth:grant-type:jwt_bearer"]"#,
            "1:19",
            "`grant_types` has `urn:ietf:params:oauth:grant-type:jwt_bea...`, which is no grant",
            "did you mean `urn:ietf:params:oauth:grant-type:jwt-bearer`?",
        ),
        (
            r#""grant_types": ["urn:ietf:params:oauth:grant-type:authorization_code"]"#,
            "1:19",
            "`grant_types` has `urn:ietf:params:oauth:grant-type:authori...`, which is no grant",
            "did you mean `authorization_code`?",
        ),
        (
            r#""grant_types": [""]"#,
            "1:19",
            "`grant_types` has an empty value",
            "write the value, or leave it out",
        ),
        (
            r#""response_types": [""]"#,
            "1:22",
            "`response_types` has an empty value",
            "write the value, or leave it out",
        ),
        (
            r#""grant_types": ["authorization_code", "authorization_code"]"#,
            "1:41",
            "`grant_types` has `authorization_code` twice",
            "remove one of the two",
        ),
        (
            r#""response_types": ["code_token"]"#,
            "1:22",
            "`response_types` has `code_token`, which is no response type",
            "did you mean `code token`?",
        ),
        (
            r#""request_object_signing_alg": "zz""#,
            "1:33",
            "`request_object_signing_alg` has `zz`, which is no JWS algorithm",
            "write one of `ES256`, `ES384`, `ES512`, `PS256`, `PS384`, `PS512`, `RS256`, `RS384`, `RS512`, `EdDSA`, `Ed25519`, `HS256`, `HS384`, `HS512`",
        ),
        (
            r#""application_type": "desktop""#,
            "1:23",
            "`application_type` has `desktop`, which is no application type",
            "write `web` or `native`",
        ),
    ] {
        let source = registered("kind = m2m", format!("{{ {member} }}"));
        assert_eq!(mistakes(&source), [format!("wrong_member {at} {fact}")], "{member}");
        assert_eq!(super::found(&source)[0].help, help, "{member}");
    }
}

#[test]
fn the_mistakes_of_a_document_are_in_its_order() {
    let text = "{ \"scope\": 1, \"redirect_uris\": 2,\n\"jwks\": 3, \"client_id\": 4 }";
    let found = mistakes(&registered("kind = m2m", text));
    let places: Vec<&str> = found.iter().filter_map(|it| it.split(' ').nth(1)).collect();
    assert_eq!(places, ["1:12", "1:32", "2:9", "2:25"]);
}

#[test]
fn choices_are_read_beside_or_in_place_of_one_value() {
    let of = |members: &str, key: Key| {
        let source = registered("kind = m2m", format!("{{ \"client_name\": \"a\",\n{members} }}"));
        assert_eq!(mistakes(&source), [""; 0], "{members}");
        let registration = source.client().registration().unwrap();
        let (stated, choices) = (&registration.statement, &registration.choices);
        (values(&source, stated.values(key)), values(&source, choices.values(key)))
    };
    let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    assert_eq!(
        of(r#""token_endpoint_auth_methods_supported": ["none", "private_key_jwt"]"#, Key::Auth),
        pair("", "none@2:43, private_key_jwt@2:51")
    );
    assert_eq!(
        of(r#""token_endpoint_auth_methods_supported": ["none"]"#, Key::Auth),
        pair("none@2:43", "none@2:43")
    );
    assert_eq!(
        of(
            r#""token_endpoint_auth_methods_supported": ["none"], "token_endpoint_auth_method": "private_key_jwt""#,
            Key::Auth
        ),
        pair("private_key_jwt@2:82", "none@2:43")
    );
    // What the attribute has no word for is left out, and the others are no list of one.
    assert_eq!(
        of(r#""token_endpoint_auth_methods_supported": ["none", "spiffe_jwt"]"#, Key::Auth),
        pair("", "none@2:43")
    );
    assert_eq!(
        of(
            r#""request_object_signing_alg_values_supported": ["none", "ES256"]"#,
            Key::RequestObject
        ),
        pair("", "ES256@2:57")
    );
    assert_eq!(of(r#""token_endpoint_auth_methods_supported": []"#, Key::Auth), pair("", ""));
    let wrong = registered(
        "kind = m2m",
        "{ \"client_name\": \"a\",\n\"token_endpoint_auth_methods_supported\": [\"basic\"] }",
    );
    assert_eq!(
        mistakes(&wrong),
        [
            "wrong_member 2:43 `token_endpoint_auth_methods_supported` has `basic`, which is no authentication method"
        ]
    );
}

#[test]
fn the_members_that_no_key_states_are_details() {
    let text = r#"{
  "id_token_signed_response_alg": "none",
  "token_endpoint_auth_signing_alg_values_supported": ["ES256"],
  "request_object_signing_alg": "none",
  "require_signed_request_object": true,
  "tls_client_auth_san_dns": "app.example.com"
}"#;
    let source = registered("kind = m2m", text);
    let detail = |detail: Detail, text: &str, at: &str| (detail, text.into(), at.into());
    assert_eq!(
        details(&source),
        [
            detail(Detail::IdTokenSignedResponseAlg, "none", "2:35"),
            detail(Detail::TokenEndpointAuthSigningAlg, "ES256", "3:56"),
            detail(Detail::RequestObjectSigningAlg, "none", "4:33"),
            detail(Detail::RequireSignedRequestObject, "true", "5:36"),
            detail(Detail::TlsClientAuthSanDns, "app.example.com", "6:30"),
        ]
    );
    assert_eq!(source.client().registration().unwrap().statement.keys(), Keys::NONE);
}
