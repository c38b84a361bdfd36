//! One mistake, one message: declarations that once gave two, none or the wrong one.

use oauth_flow_compile_tests::follow_the_help;
use oauth_flow_syntax::document::InMemory;
use oauth_flow_syntax::text::{read, read_with};

/// The ids of all that is found, in order.
fn ids(attribute: &str, item: &str) -> Vec<&'static str> {
    oauth_flow_compile_tests::ids(&read(attribute, item))
}

const UNIT: &str = "struct Client;";

#[track_caller]
fn assert_ids(attribute: &str, item: &str, expected: &[&str]) {
    assert_eq!(ids(attribute, item), expected, "{attribute} on {item}");
    follow_the_help(attribute, item);
}

#[test]
fn a_broken_waiver_does_not_let_its_rule_speak() {
    for (waiver, mistake) in [
        (r#"allow(missing_pkc, reason = "x")"#, "unknown_rule"),
        (r#"allow(missing_pkce reason = "x")"#, "unexpected_token"),
        (r"allow(missing_pkce)", "missing_reason"),
        (r#"allow(missing_pkce, reason = "x", until = "soon")"#, "invalid_date"),
        (r#"allow = "missing_pkce""#, "unfinished_input"),
    ] {
        let attribute = format!(
            r#"kind = "spa", grant = "authorization_code", redirect_uri = "runtime", {waiver}"#
        );
        assert_ids(&attribute, UNIT, &[mistake]);
    }
}

#[test]
fn a_key_without_a_value_is_not_judged_by_its_default_or_its_first_value() {
    for (attribute, mistake) in [
        (r#"kind = 5, grant = "token-exchange", auth = "none""#, "wrong_value"),
        (r#"kind = "m2m", profile = "rfc6749", profile = "rfc9700""#, "duplicate_key"),
        (r#"kind = 5, grant = "password""#, "wrong_value"),
        (r#"kind = 5, grant = "refresh_token""#, "wrong_value"),
        (
            r#"kind = 5, grant("jwt-bearer", "refresh_token"), auth = "client_secret_basic""#,
            "wrong_value",
        ),
        (
            r#"kind = 5, grant("authorization_code", "client_credentials"), pkce = "S256", redirect_uri = "runtime""#,
            "wrong_value",
        ),
        (
            r#"profile = "fapi2", kind = 5, jwks_uri = "https://a.example/jwks.json", par, sender_constraint = "dpop", redirect_uri = "runtime""#,
            "wrong_value",
        ),
        (
            r#"kind = "spa", grant = "implicit", response_type = "code token", response_type = "code", redirect_uri = "runtime""#,
            "duplicate_key",
        ),
        (
            r#"kind = "spa", grant = "implicit", response_type = "code id_token", response_type = "code", redirect_uri = "runtime""#,
            "duplicate_key",
        ),
    ] {
        assert_ids(attribute, UNIT, &[mistake]);
    }
}

#[test]
fn a_misspelt_key_or_word_is_not_missing_as_well() {
    assert_ids(r#"spa, redirect_uri = "runtime""#, UNIT, &["unknown_key"]);
    assert_ids(r#"kind = "spa", redirect_url = "runtime""#, UNIT, &["unknown_key"]);
    assert_ids(r#"knid = "m2m""#, UNIT, &["unknown_key"]);
    assert_ids(r#"kind = "spa", grant = "authorisation_code""#, UNIT, &["unknown_word"]);
    assert_ids(
        r#"kind = "spa", grant = "urn:ietf:params:oauth:grant-type:password""#,
        UNIT,
        &["unknown_word"],
    );
    assert_ids(
        r#"kind = "web", grant = "authorization_code, refresh_token", redirect_uri = "runtime""#,
        UNIT,
        &["wrong_value"],
    );
}

#[test]
fn a_parameter_is_seen_through_its_percent_escapes() {
    for (uri, rule) in [
        ("https://a.example/cb?%73tate=1", "redirect_uri_reserved_parameter"),
        ("https://a.example/cb?st%61te=1", "redirect_uri_reserved_parameter"),
        ("https://a.example/cb?client%5Fsecret=1", "secret_in_uri"),
    ] {
        assert_ids(&format!("kind = \"web\", redirect_uri = {uri:?}"), UNIT, &[rule]);
    }
}

#[test]
fn a_field_that_holds_no_text_is_no_secret() {
    for ty in ["bool", "Option<bool>", "fn()", "()", "PhantomData<()>", "u32"] {
        let item = format!("struct Client {{ client_id: String, has_client_secret: {ty} }}");
        assert_ids(r#"kind = "native", redirect_uri = "runtime""#, &item, &[]);
    }
    assert_ids(
        r#"kind = "native", redirect_uri = "runtime""#,
        "struct Client { client_id: String, client_secret: Option<Arc<String>> }",
        &["secret_in_public_client"],
    );
}

#[test]
fn a_post_logout_field_is_no_redirect_uri() {
    let item = "struct Client { client_id: String, client_secret: Hidden, \
                post_logout_redirect_uri: String }";
    assert_ids(r#"kind = "web""#, item, &["missing_redirect_uri"]);
}

#[test]
fn rules_about_one_mistake_yield_to_one_another() {
    for (attribute, rule) in [
        (
            r#"kind = "web", grant = "refresh_token", redirect_uri = "runtime""#,
            "refresh_without_source",
        ),
        (
            r#"kind = "web", grant("authorization_code", "refresh_token"), pkce = "S256", auth = "none", redirect_uri = "runtime""#,
            "unauthenticated_confidential_client",
        ),
        (
            r#"kind = "web", client_id = "https://a.example", redirect_uri = "runtime""#,
            "invalid_client_id_url",
        ),
        (
            r#"kind = "native", profile = "mcp", resource = "https://a.example", redirect_uri = "myapp:/cb""#,
            "mcp_redirect_uri",
        ),
        (
            r#"kind = "native", auth = "private_key_jwt", redirect_uri = "runtime""#,
            "key_in_public_client",
        ),
        (
            r#"kind = "spa", profile = "fapi2", grant = "authorization_code", redirect_uri = "runtime""#,
            "fapi_public_client",
        ),
        (r#"kind = "m2m", auth = "none""#, "public_client_credentials"),
        (r#"kind = "m2m", grant = "authorization_code", pkce = "S256""#, "kind_grant_mismatch"),
        (r#"kind = "m2m", grant("jwt-bearer", "refresh_token")"#, "kind_grant_mismatch"),
        (r#"profile = "fapi2", kind = "m2m", auth = "none""#, "public_client_credentials"),
        (
            r#"profile = "fapi2", kind = "web", grant("authorization_code", "refresh_token"), pkce = "S256", auth = "tls_client_auth", par, refresh = "sender_constrained", redirect_uri = "runtime""#,
            "sender_constraint_required",
        ),
        (
            r#"kind = "web", grant("authorization_code", "implicit"), response_type = "code token", response_mode = "query", pkce = "S256", redirect_uri = "runtime""#,
            "front_channel_access_token",
        ),
        (
            r#"kind = "spa", grant = "implicit", response_type = "token", response_mode = "query", redirect_uri = "runtime""#,
            "implicit_grant",
        ),
        (
            r#"profile = "fapi2", kind = "web", auth = "none", redirect_uri = "runtime""#,
            "unauthenticated_confidential_client",
        ),
    ] {
        assert_ids(attribute, UNIT, &[rule]);
    }
}

#[test]
fn what_is_wrong_with_a_credential_is_said_once() {
    let client = "struct Client { client_id: String }";
    let secret = "#[derive(Debug)] struct Client { client_id: String, client_secret: String }";
    let embedded = "struct Client { client_id: String, client_secret: &'static str }";
    for (attribute, item, rule) in [
        (
            r#"kind = "spa", auth = "client_secret_post", redirect_uri = "runtime""#,
            client,
            "secret_in_public_client",
        ),
        (r#"kind = "spa", redirect_uri = "runtime""#, secret, "secret_in_public_client"),
        (r#"kind = "spa", redirect_uri = "runtime""#, embedded, "secret_in_public_client"),
        (r#"kind = "third_party", auth = "none""#, secret, "secret_without_method"),
        (
            r#"kind = "m2m", client_id = "https://a.example/c.json""#,
            client,
            "metadata_document_secret",
        ),
        (
            r#"profile = "fapi2", kind = "m2m", auth = "client_secret_basic""#,
            client,
            "fapi_client_authentication",
        ),
        (
            r#"profile = "fapi2", kind = "native", auth = "private_key_jwt", redirect_uri = "runtime""#,
            client,
            "fapi_public_client",
        ),
    ] {
        assert_ids(attribute, item, &[rule]);
    }
}

#[test]
fn what_is_wrong_with_a_redirect_uri_is_said_once() {
    for (uri, rule) in [
        ("javascript:alert(1)#x", "dangerous_redirect_scheme"),
        ("javascript:*", "dangerous_redirect_scheme"),
        ("javascript:%s", "dangerous_redirect_scheme"),
        ("file:///a/../b", "dangerous_redirect_scheme"),
        ("ftp://a@b.example/", "dangerous_redirect_scheme"),
        ("https://a.example/:t/cb#x", "templated_redirect_uri"),
        ("https://a.example/:t/../cb", "templated_redirect_uri"),
        ("https://*.example/:t/cb", "wildcard_redirect_uri"),
        ("myapp://a@b/cb", "private_use_scheme_on_web"),
        ("http://a@b.example/cb", "redirect_uri_userinfo"),
        ("http://a@localhost/cb", "redirect_uri_userinfo"),
    ] {
        assert_ids(&format!("kind = \"web\", redirect_uri = {uri:?}"), UNIT, &[rule]);
    }
    for kind in ["web", "native"] {
        let attribute = format!(
            r#"profile = "mcp", kind = {kind:?}, resource = "https://a.example", redirect_uri = "com.example.app://a@b/cb""#
        );
        assert_ids(&attribute, UNIT, &["mcp_redirect_uri"]);
    }
    assert_ids(
        r#"kind = "web", scope = "openid", redirect_uri = "runtime", post_logout_redirect_uri = "http://a@b.example/bye""#,
        UNIT,
        &["redirect_uri_userinfo"],
    );
    assert_ids(
        r#"kind = "native", redirect_uri = "https://a@localhost/cb""#,
        UNIT,
        &["redirect_uri_userinfo"],
    );
}

#[test]
fn what_is_wrong_with_a_url_of_the_server_is_said_once() {
    for (attribute, rule) in [
        (r#"kind = "m2m", issuer = "http://127.0.0.1?tenant=1""#, "insecure_issuer"),
        (r#"kind = "m2m", token_endpoint = "http://127.0.0.1/token#x""#, "insecure_endpoint"),
        (r#"kind = "m2m", issuer = "http://127.0.0.1?password=x""#, "secret_in_uri"),
        (r#"kind = "m2m", token_endpoint = "http://a.example/?password=x""#, "secret_in_uri"),
    ] {
        assert_ids(attribute, UNIT, &[rule]);
    }
}

#[test]
fn what_is_no_scope_token_is_not_repeated_as_well() {
    assert_ids(r#"kind = "m2m", scope("a b", "a b")"#, UNIT, &["invalid_scope", "invalid_scope"]);
}

#[test]
fn a_test_server_is_one_thing_to_say() {
    assert_ids(
        r#"kind = "m2m", issuer = "http://localhost:8080", token_endpoint = "http://localhost:8080/token""#,
        UNIT,
        &["loopback_issuer"],
    );
    assert_ids(
        r#"kind = "m2m", token_endpoint = "http://localhost/token""#,
        UNIT,
        &["loopback_issuer"],
    );
}

#[test]
fn a_client_without_installations_is_not_told_how_they_should_register() {
    assert_ids(
        r#"profile = "mcp", kind = "web", dynamic_registration, resource = "runtime", redirect_uri = "https://app.example.com/cb""#,
        UNIT,
        &["dynamic_registration_of_one_installation"],
    );
}

#[test]
fn a_response_type_that_becomes_code_is_not_code_twice() {
    for (types, findings) in [
        (r#""code", "code token""#, 1),
        (r#""code id_token token", "code token""#, 2),
        (r#""code id_token", "code""#, 1),
    ] {
        let attribute = format!(
            r#"kind = "web", grant("authorization_code", "implicit"), response_type({types}), pkce = "S256", redirect_uri = "runtime""#
        );
        assert_eq!(ids(&attribute, UNIT).len(), findings, "{types}");
        follow_the_help(&attribute, UNIT);
    }
}

/// The ids of all that is found in a declaration whose registration is `document`.
fn registered(attribute: &str, document: &str) -> Vec<&'static str> {
    let attribute = format!("{attribute}, registration = \"client.json\"");
    let documents = InMemory::default().with("client.json", document);
    oauth_flow_compile_tests::ids(&read_with(&attribute, UNIT, &documents))
}

#[test]
fn of_a_kind_that_is_not_the_registered_one_nothing_else_is_said() {
    let native = r#"{
        "application_type": "native",
        "grant_types": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_method": "none",
        "redirect_uris": ["http://127.0.0.1/cb"]
    }"#;
    for kind in ["spa", "web", "m2m", "third_party", "trusted"] {
        let attribute = format!("kind = {kind}, pkce = S256, refresh = rotate");
        assert_eq!(registered(&attribute, native), ["registration_mismatch"], "{kind}");
    }
    // The waiver says that the attribute is right.
    let waived = "kind = spa, pkce = S256, refresh = rotate, \
                  allow(registration_mismatch, reason = \"a test\")";
    assert_eq!(registered(waived, native), ["loopback_redirect_uri"]);
}

#[test]
fn what_the_registration_has_for_another_grant_is_not_said_as_well() {
    let portal = r#"{
        "clientId": "portal", "protocol": "openid-connect", "publicClient": false,
        "clientAuthenticatorType": "client-secret", "standardFlowEnabled": true,
        "serviceAccountsEnabled": false, "redirectUris": ["https://app.example.com/cb"],
        "attributes": { "pkce.code.challenge.method": "S256" }
    }"#;
    let attribute = "kind = m2m, grant = client_credentials";
    assert_eq!(registered(attribute, portal), ["registration_mismatch"]);
    let waived = format!("{attribute}, allow(registration_mismatch, reason = \"a test\")");
    assert_eq!(registered(&waived, portal), ["unused_redirect_uri", "pkce_without_code_grant"]);
}

#[test]
fn a_secret_that_may_not_be_does_not_hide_the_registration_access_token() {
    let native = r#"{
        "client_id": "s6BhdRkqt3", "client_secret": "not-a-real-secret",
        "registration_access_token": "not-a-real-token",
        "grant_types": ["authorization_code"], "application_type": "native",
        "token_endpoint_auth_method": "client_secret_post",
        "redirect_uris": ["com.example.app:/cb"]
    }"#;
    let attribute = "kind = native, pkce = S256";
    assert_eq!(registered(attribute, native), ["secret_in_public_client", "committed_secret"]);
    let waived = format!("{attribute}, allow(secret_in_public_client, reason = \"a test\")");
    assert_eq!(registered(&waived, native), ["committed_secret"]);
}

#[test]
fn a_redirect_uri_that_is_one_after_logout_too_is_judged_once() {
    let portal = r#"{
        "clientId": "portal", "publicClient": true, "standardFlowEnabled": true,
        "redirectUris": ["*"], "attributes": { "post.logout.redirect.uris": "+" }
    }"#;
    assert_eq!(registered("kind = spa, pkce = S256", portal), ["wildcard_redirect_uri"]);
}

#[test]
fn an_algorithm_has_to_sign_and_to_fit_the_method() {
    let service = |method: &str, algorithm: &str| {
        format!(
            r#"{{
                "client_id": "stock", "grant_types": ["client_credentials"],
                "token_endpoint_auth_method": "{method}", "jwks_uri": "https://stock.example.com/jwks.json",
                "token_endpoint_auth_signing_alg": "{algorithm}"
            }}"#
        )
    };
    for (method, algorithm, expected) in [
        ("private_key_jwt", "ES256", None),
        ("private_key_jwt", "HS256", Some("auth_algorithm_mismatch")),
        ("private_key_jwt", "none", Some("algorithm_none")),
        ("client_secret_jwt", "HS256", None),
        ("client_secret_jwt", "ES256", Some("auth_algorithm_mismatch")),
        ("client_secret_jwt", "none", Some("algorithm_none")),
    ] {
        let found = registered("kind = m2m", &service(method, algorithm));
        assert_eq!(found, Vec::from_iter(expected), "{method} with {algorithm}");
    }
}

#[test]
fn an_id_token_without_a_signature_may_come_from_the_token_endpoint_alone() {
    let web = |response_type: &str| {
        format!(
            r#"{{
                "client_id": "portal", "application_type": "web",
                "grant_types": ["authorization_code", "implicit"], "response_types": ["{response_type}"],
                "token_endpoint_auth_method": "client_secret_basic", "scope": "openid",
                "redirect_uris": ["https://app.example.com/cb"], "id_token_signed_response_alg": "none"
            }}"#
        )
    };
    let attribute = "kind = web, pkce = S256";
    let has =
        |response_type| registered(attribute, &web(response_type)).contains(&"algorithm_none");
    assert!(!has("code"));
    assert!(has("code id_token"));
}

/// The ids of all that is found in a declaration whose server has the metadata `document`.
fn served(attribute: &str, document: &str) -> Vec<&'static str> {
    let attribute = format!("{attribute}, server = \"server.json\"");
    let documents = InMemory::default().with("server.json", document);
    oauth_flow_compile_tests::ids(&read_with(&attribute, UNIT, &documents))
}

#[test]
fn what_is_wrong_by_itself_is_not_compared_with_the_server() {
    let server = r#"{
        "issuer": "https://as.example.com",
        "authorization_endpoint": "https://as.example.com/authorize",
        "token_endpoint": "https://as.example.com/token",
        "response_types_supported": ["code"], "grant_types_supported": ["authorization_code"],
        "code_challenge_methods_supported": ["S256"]
    }"#;
    let web = r#"kind = "web", redirect_uri = "https://app.example.com/cb""#;
    let native = r#"kind = "native", redirect_uri = "http://127.0.0.1/cb""#;
    for (attribute, expected) in [
        (format!(r#"{web}, issuer = "http://as.example.com""#), "insecure_issuer"),
        (format!(r#"{web}, token_endpoint = "http://as.example.com/token""#), "insecure_endpoint"),
        (format!(r#"{web}, grant = "implicit""#), "implicit_grant"),
        (format!(r#"{web}, grant = "implicit", response_type = "token""#), "implicit_grant"),
        (format!(r#"{web}, grant = "password""#), "password_grant"),
        (format!(r#"{web}, grant = "device_code""#), "kind_grant_mismatch"),
        (
            format!(r#"{native}, client_id = "http://app.example.com/client.json""#),
            "invalid_client_id_url",
        ),
    ] {
        assert_eq!(served(&attribute, server), [expected], "{attribute}");
    }
}

#[test]
fn a_document_of_a_wrong_url_is_not_looked_at_for_its_url() {
    let document = r#"{
        "grant_types": ["authorization_code"], "token_endpoint_auth_method": "none",
        "redirect_uris": ["http://127.0.0.1/cb"]
    }"#;
    let attribute =
        r#"kind = "native", pkce = "S256", client_id = "http://app.example.com/client.json""#;
    assert_eq!(registered(attribute, document), ["invalid_client_id_url"]);
}

#[test]
fn a_part_that_is_wrong_by_itself_is_one_mistake() {
    let web = |rest: &str| format!("kind = \"web\", {rest}");
    let uri = "redirect_uri = \"runtime\"";
    for (attribute, item, expected) in [
        (web(&format!("scope = \"openid,pr\u{f6}file\", {uri}")), UNIT, "invalid_scope"),
        (web(&format!(r#"scope = "openid em\"ail", {uri}"#)), UNIT, "invalid_scope"),
        (
            web("redirect_uri = \"javascript:a,https://app.example.com/cb\""),
            UNIT,
            "dangerous_redirect_scheme",
        ),
        (
            web("redirect_uri = \"https://{a}.example.com/cb,https://app.example.com/cb\""),
            UNIT,
            "templated_redirect_uri",
        ),
        (
            r#"kind = "native", auth = "client_secret_post", redirect_uri = "http://127.0.0.1/cb""#
                .to_owned(),
            "struct Client { client_id: String, client_secret: String, username: String, password: String }",
            "secret_in_public_client",
        ),
    ] {
        assert_eq!(ids(&attribute, item), [expected], "{attribute}");
    }
}

#[test]
fn a_waiver_of_one_mistake_silences_no_other_one() {
    for (attribute, waived, left) in [
        (
            r#"kind = "spa", grant("authorization_code", "device_code"), pkce = "none", redirect_uri = "runtime""#,
            "kind_grant_mismatch",
            "missing_pkce",
        ),
        (
            r#"kind = "device", grant("device_code", "saml2-bearer")"#,
            "kind_grant_mismatch",
            "unauthenticated_assertion",
        ),
        (
            r#"kind = "m2m", grant("client_credentials", "authorization_code"), pkce = "S256""#,
            "kind_grant_mismatch",
            "missing_redirect_uri",
        ),
        (
            r#"kind = "m2m", token_endpoint = "http://as.example.com/token?client_secret=x""#,
            "secret_in_uri",
            "insecure_endpoint",
        ),
        (
            r#"kind = "m2m", issuer = "http://as.example.com/?password=x""#,
            "secret_in_uri",
            "insecure_issuer",
        ),
        (
            r#"kind = "web", redirect_uri = "http://localhost:0/cb""#,
            "loopback_redirect_uri",
            "redirect_uri_port_zero",
        ),
        (
            r#"kind = "web", redirect_uri = "http://user@app.example.com/cb""#,
            "redirect_uri_userinfo",
            "insecure_redirect_uri",
        ),
        (
            r#"kind = "spa", grant = "implicit", response_type = "token", response_mode = "query", redirect_uri = "runtime""#,
            "implicit_grant",
            "token_in_query",
        ),
        (
            r#"profile = "fapi2", kind = "native", grant = "authorization_code", pkce = "S256", sender_constraint = "dpop", redirect_uri = "com.example.app:/cb""#,
            "fapi_public_client",
            "par_required",
        ),
    ] {
        let with = format!(r#"{attribute}, allow({waived}, reason = "x")"#);
        assert!(ids(attribute, UNIT).contains(&waived), "{attribute}: {:?}", ids(attribute, UNIT));
        assert!(!ids(attribute, UNIT).contains(&left), "{attribute}: {:?}", ids(attribute, UNIT));
        assert!(ids(&with, UNIT).contains(&left), "{with}: {:?}", ids(&with, UNIT));
    }
}

#[test]
fn a_response_type_that_goes_leaves_none_twice() {
    assert_ids(
        r#"profile = "rfc6749", kind = "web", grant = "authorization_code", response_type("code", "code token"), pkce = "S256", redirect_uri = "runtime", allow(legacy_profile, reason = "x")"#,
        UNIT,
        &["grant_response_type_mismatch"],
    );
}
