//! What the registration and the metadata of the server say otherwise than the declaration, and the help.

use oauth_flow_core::Finding;
use oauth_flow_syntax::Source;
use oauth_flow_syntax::document::InMemory;
use oauth_flow_syntax::text::read_with;

use super::UNIT;

fn registered(attribute: &str, document: &str) -> Source {
    let documents = InMemory::default().with("client.json", document);
    read_with(&format!("{attribute}, registration = \"client.json\""), UNIT, &documents)
}

fn served(attribute: &str, document: &str) -> Source {
    let documents = InMemory::default().with("server.json", document);
    read_with(&format!("{attribute}, server = \"server.json\""), UNIT, &documents)
}

/// Asserts what a rule says: the text of the token under it, the fact and the help of each finding.
#[track_caller]
fn says(source: &Source, rule: &str, expected: &[(&str, &str, &str)]) {
    let findings = source.findings();
    let of_rule = findings.iter().filter(|it| it.rule.id == rule);
    let found: Vec<(String, &str, &str)> = of_rule
        .map(|it| {
            let token = source.span(it.origin).source_text().unwrap_or_default();
            (token, &*it.fact, &*it.help)
        })
        .collect();
    let found: Vec<_> = found.iter().map(|(token, fact, help)| (&**token, *fact, *help)).collect();
    assert_eq!(found, expected);
}

const MISMATCH: &str = "registration_mismatch";

#[test]
fn what_is_registered_otherwise_is_named_at_its_token() {
    let web = |members: &str| {
        format!(
            r#"{{
                "token_endpoint_auth_method": "client_secret_basic", {members},
                "redirect_uris": ["https://app.example.com/1", "https://app.example.com/2",
                                  "https://app.example.com/3", "https://app.example.com/4"]
            }}"#
        )
    };
    let code = r#""grant_types": ["authorization_code"]"#;
    let uris = ["1", "2", "3", "4"].map(|end| format!("\"https://app.example.com/{end}\""));
    let all = format!("redirect_uri({})", uris.join(", "));
    says(
        &registered(
            &format!(
                r#"kind = "web", grant("authorization_code", "refresh_token"), pkce = "S256", {all}"#
            ),
            &web(code),
        ),
        MISMATCH,
        &[(
            "\"refresh_token\"",
            "`grant` has `refresh_token`, which the registration does not have",
            "remove it here, or register it too and add it to the document",
        )],
    );
    says(
        &registered(
            &format!(
                r#"kind = "web", grant("authorization_code", "refresh_token", "ciba"), pkce = "S256", {all}"#
            ),
            &web(code),
        ),
        MISMATCH,
        &[(
            "grant",
            "`grant` has `refresh_token`, `ciba`, which the registration does not have",
            "remove them here, or register them too and add them to the document",
        )],
    );
    let other = r#"kind = "web", pkce = "S256", redirect_uri = "https://app.example.com/1""#;
    says(
        &registered(other, &web(code)),
        MISMATCH,
        &[(
            "\"https://app.example.com/1\"",
            "the registration has `https://app.example.com/2`, `https://app.example.com/3`, \
             `https://app.example.com/4`, which `redirect_uri` does not declare",
            "take them out of the registration and the document, or declare them too",
        )],
    );
    let none = r#"kind = "web", pkce = "S256", redirect_uri = "https://app.example.com/cb""#;
    says(
        &registered(none, &web(code)),
        MISMATCH,
        &[(
            "\"https://app.example.com/cb\"",
            "`redirect_uri` is `https://app.example.com/cb` here and `https://app.example.com/1`, \
             `https://app.example.com/2`, `https://app.example.com/3` and 1 more in the registration",
            "remove `redirect_uri` here, so that the document gives the value, or correct the \
             registration and the document",
        )],
    );
}

#[test]
fn what_protects_less_is_put_right_in_the_registration() {
    let keycloak = |method: &str| {
        format!(
            r#"{{
                "clientId": "portal", "protocol": "openid-connect", "publicClient": false,
                "clientAuthenticatorType": "client-secret", "standardFlowEnabled": true,
                "redirectUris": ["https://app.example.com/cb"],
                "attributes": {{ "pkce.code.challenge.method": "{method}" }}
            }}"#
        )
    };
    says(
        &registered(r#"kind = "web", pkce = "S256""#, &keycloak("plain")),
        MISMATCH,
        &[(
            "\"S256\"",
            "`pkce` is `S256` here and `plain` in the registration",
            "set `pkce.code.challenge.method` to `S256` in the registration and the document",
        )],
    );
    says(
        &registered(r#"kind = "web", pkce = "plain""#, &keycloak("S256")),
        MISMATCH,
        &[(
            "\"plain\"",
            "`pkce` is `plain` here and `S256` in the registration",
            "remove `pkce` here, so that the document gives the value, or correct the registration and \
             the document",
        )],
    );
    let service = |method: &str| {
        format!(
            r#"{{ "grant_types": ["client_credentials"], "token_endpoint_auth_method": "{method}" }}"#
        )
    };
    let remove = "remove `auth` here, so that the document gives the value, or correct the registration \
                  and the document";
    let set = "set `token_endpoint_auth_method` to `client_secret_basic` in the registration and the \
               document";
    for (kind, method, help) in
        [("m2m", "none", set), ("m2m", "client_secret_post", remove), ("device", "none", remove)]
    {
        let fact =
            format!("`auth` is `client_secret_basic` here and `{method}` in the registration");
        let attribute = format!("kind = {kind:?}, auth = \"client_secret_basic\"");
        let source = registered(&attribute, &service(method));
        says(&source, MISMATCH, &[("\"client_secret_basic\"", &fact, help)]);
    }
}

#[test]
fn a_kind_is_declared_as_it_is_registered() {
    let native = r#"{
        "application_type": "native", "grant_types": ["authorization_code"],
        "token_endpoint_auth_method": "none", "redirect_uris": ["http://127.0.0.1/cb"]
    }"#;
    says(
        &registered(r#"kind = "web", pkce = "S256""#, native),
        MISMATCH,
        &[(
            "\"web\"",
            "`kind` is `web` here and `native` in the registration",
            "declare the kind that is registered (`native`, `device`), or name the registration of this client",
        )],
    );
}

#[test]
fn servers_read_5120_bytes_of_a_metadata_document() {
    let document = |length: usize| {
        let members = r#"{
            "client_id": "https://app.example.com/client.json",
            "grant_types": ["authorization_code"], "token_endpoint_auth_method": "none",
            "redirect_uris": ["http://127.0.0.1/cb"], "client_name": ""#;
        let name = "x".repeat(length - members.len() - "\"}".len());
        format!("{members}{name}\"}}")
    };
    let large = |length: usize| {
        let source = registered(r#"kind = "native", pkce = "S256""#, &document(length));
        source.findings().iter().any(|it| it.rule.id == "large_metadata_document")
    };
    assert!(!large(5120) && large(5121));
}

#[test]
fn an_issuer_is_compared_as_text() {
    let server = r#"{
        "issuer": "https://as.example.com", "token_endpoint": "https://as.example.com/token",
        "authorization_endpoint": "https://as.example.com/authorize",
        "response_types_supported": ["code"], "code_challenge_methods_supported": ["S256"]
    }"#;
    for (issuer, help) in [
        (
            "https://as.example.com/",
            "remove `issuer`, so that the document gives it: the two differ in the slash at the end",
        ),
        (
            "https://login.example.com",
            "remove `issuer`, so that the document gives it, or name the document of the other server",
        ),
    ] {
        let attribute = format!("kind = \"web\", redirect_uri = \"runtime\", issuer = {issuer:?}");
        let fact =
            format!("the issuer is `{issuer}` here and `https://as.example.com` in the document");
        let source = served(&attribute, server);
        says(&source, "issuer_mismatch", &[(&format!("{issuer:?}"), &fact, help)]);
    }
}

#[test]
fn what_the_server_does_not_support_is_answered_by_what_it_does() {
    let server = r#"{
        "issuer": "https://as.example.com", "token_endpoint": "https://as.example.com/token",
        "authorization_endpoint": "https://as.example.com/authorize",
        "response_types_supported": ["token", "code"], "code_challenge_methods_supported": ["S256"],
        "grant_types_supported": ["client_credentials", "authorization_code", "refresh_token",
                                  "urn:ietf:params:oauth:grant-type:device_code",
                                  "urn:ietf:params:oauth:grant-type:token-exchange", "urn:example:known"],
        "request_object_signing_alg_values_supported": ["HS256", "PS256"]
    }"#;
    let native = r#"kind = "native", pkce = "S256", redirect_uri = "http://127.0.0.1/cb""#;
    let fitting = |grants: &str| {
        format!(
            "use one that the server supports: {grants}; where the server supports the grant without \
             saying so, state `allow(unsupported_grant_type, reason = \"...\")`"
        )
    };
    says(
        &served(
            r#"kind = "web", grant("authorization_code", "ciba"), pkce = "S256", redirect_uri = "runtime""#,
            server,
        ),
        "unsupported_grant_type",
        &[(
            "\"ciba\"",
            "the server does not support the grant `ciba`",
            &fitting("`authorization_code`, `token-exchange`"),
        )],
    );
    let extension = |grant: &str| {
        served(&format!(r#"{native}, grant("authorization_code", "{grant}")"#), server)
    };
    says(&extension("urn:example:known"), "unsupported_grant_type", &[]);
    says(
        &extension("urn:example:other"),
        "unsupported_grant_type",
        &[(
            "grant",
            "the server does not support the grant `urn:example:other`",
            &fitting("`authorization_code`, `device_code`"),
        )],
    );
    says(
        &served(r#"kind = "web", request_object = "ES256", redirect_uri = "runtime""#, server),
        "unsupported_algorithm",
        &[(
            "\"ES256\"",
            "the server does not take request objects that are signed with `ES256`",
            "use `request_object = \"PS256\"`, which the server supports",
        )],
    );
    says(
        &served(
            r#"kind = "web", grant = "authorization_code", pkce = "S256", response_type = "code id_token", scope = "openid", redirect_uri = "runtime""#,
            server,
        ),
        "unsupported_response_type",
        &[(
            "\"code id_token\"",
            "the server does not support the response type `code id_token`",
            "use `code`, which the server supports",
        )],
    );
}

#[test]
fn a_client_without_a_code_needs_no_pkce_of_its_server() {
    let server = r#"{
        "issuer": "https://as.example.com", "token_endpoint": "https://as.example.com/token",
        "code_challenge_methods_supported": ["plain"]
    }"#;
    let rule = "unsupported_pkce_method";
    says(&served(r#"kind = "m2m""#, server), rule, &[]);
    let web = served(r#"kind = "web", redirect_uri = "runtime""#, server);
    assert!(web.findings().iter().any(|it| it.rule.id == rule));
}

#[test]
fn a_refresh_token_that_the_server_does_not_give_goes() {
    let server = r#"{
        "issuer": "https://as.example.com", "token_endpoint": "https://as.example.com/token",
        "authorization_endpoint": "https://as.example.com/authorize",
        "response_types_supported": ["code"], "code_challenge_methods_supported": ["S256"],
        "grant_types_supported": ["authorization_code"]
    }"#;
    let web = r#"kind = "web", grant("authorization_code", "refresh_token"), pkce = "S256", redirect_uri = "runtime""#;
    says(
        &served(web, server),
        "unsupported_grant_type",
        &[(
            "\"refresh_token\"",
            "the server does not support the grant `refresh_token`",
            "remove `refresh_token`; where the server supports the grant without saying so, state \
             `allow(unsupported_grant_type, reason = \"...\")`",
        )],
    );
}

#[test]
fn a_placeholder_in_served_metadata_is_answered_by_those_of_one_tenant() {
    let server = r#"{
        "issuer": "https://login.example.com/{tenant}/v2.0",
        "authorization_endpoint": "https://login.example.com/authorize",
        "token_endpoint": "https://login.example.com/token",
        "response_types_supported": ["code"], "code_challenge_methods_supported": ["S256"]
    }"#;
    says(
        &served(r#"kind = "web", redirect_uri = "runtime""#, server),
        "templated_server_url",
        &[(
            "\"server.json\"",
            "`{tenant}` in `https://login.example.com/{tenant}/v2.0` is a placeholder",
            "name the metadata that the server serves for one tenant: `cargo oauth-flow server add \
             ISSUER` fetches it",
        )],
    );
}

#[test]
fn what_is_missing_may_be_in_the_registration_and_a_value_of_it_is_put_right_there() {
    let web = |redirect_uris: &str| {
        format!(
            r#"{{
                "grant_types": ["authorization_code"], "redirect_uris": [{redirect_uris}],
                "token_endpoint_auth_method": "client_secret_basic"
            }}"#
        )
    };
    let attribute = r#"kind = "web", pkce = "S256""#;
    says(
        &registered(attribute, &web("")),
        "missing_redirect_uri",
        &[(
            "\"client.json\"",
            "the server sends the user back to a redirect URI, and none is declared",
            "add `redirect_uri = \"https://...\"`, a `redirect_uri` field, or `redirect_uri = \
             \"runtime\"`; or register it, and add `redirect_uris` to the document",
        )],
    );
    says(
        &registered(attribute, &web(r#""http://app.example.com:8080/cb""#)),
        "insecure_redirect_uri",
        &[(
            "\"client.json\"",
            "the redirect URI `http://app.example.com:8080/cb` is not https",
            "use https, on the port where the app serves it, here and in the registration; the value \
             comes from `redirect_uris` of the registration: correct it there, and in the document",
        )],
    );
    // No member of a registration is a resource.
    let documents = InMemory::default().with(
        "client.json",
        r#"{
            "grant_types": ["urn:ietf:params:oauth:grant-type:token-exchange"],
            "token_endpoint_auth_method": "client_secret_basic"
        }"#,
    );
    says(
        &read_with(
            r#"kind = "m2m", registration = "client.json""#,
            "struct Client { client_id: String, client_secret: String }",
            &documents,
        ),
        "token_exchange_without_target",
        &[(
            "\"client.json\"",
            "the token exchange names no `resource`, no `audience` and no `scope`",
            "declare `resource`, `audience` or `scope`, or add a field for one of them; where the target \
             is named in each request, state `allow(token_exchange_without_target, reason = \"...\")`",
        )],
    );
}

#[test]
fn the_members_of_a_registration_have_the_names_of_its_format() {
    let service = r#"{
        "grant_types": ["client_credentials"], "token_endpoint_auth_method": "tls_client_auth",
        "request_object_signing_alg": "none"
    }"#;
    let needs =
        "`tls_client_auth` needs the subject of the certificate, and the registration has none";
    let source = registered(r#"kind = "m2m""#, service);
    says(
        &source,
        "mtls_subject",
        &[(
            "\"client.json\"",
            needs,
            "register one of `tls_client_auth_subject_dn`, `tls_client_auth_san_dns`, \
             `tls_client_auth_san_uri`, `tls_client_auth_san_ip`, `tls_client_auth_san_email`",
        )],
    );
    says(
        &source,
        "algorithm_none",
        &[(
            "\"client.json\"",
            "`request_object_signing_alg` is `none`, which signs nothing",
            "register an asymmetric algorithm such as `ES256`",
        )],
    );
    let keycloak = r#"{
        "clientId": "stock", "protocol": "openid-connect", "publicClient": false,
        "clientAuthenticatorType": "client-x509", "standardFlowEnabled": false,
        "serviceAccountsEnabled": true
    }"#;
    says(
        &registered(r#"kind = "m2m", auth = "tls_client_auth""#, keycloak),
        "mtls_subject",
        &[("\"client.json\"", needs, "register one of `x509.subjectdn`")],
    );
}

#[test]
fn what_is_registered_is_judged_beside_a_value_of_the_run_time() {
    let web = r#"{
        "grant_types": ["authorization_code"], "redirect_uris": ["https://app.example.com/cb#a"],
        "token_endpoint_auth_method": "client_secret_basic"
    }"#;
    let found = |redirect_uri: &str| {
        let attribute = format!(r#"kind = "web", pkce = "S256"{redirect_uri}"#);
        let findings = registered(&attribute, web).findings();
        findings.iter().map(|it| it.rule.id).collect::<Vec<_>>()
    };
    assert_eq!(found(r#", redirect_uri = "runtime""#), ["redirect_uri_fragment"]);
    assert_eq!(found(""), ["redirect_uri_fragment"]);
}

#[test]
fn another_server_has_other_endpoints() {
    let document = r#"{
        "issuer": "https://as.example.com",
        "authorization_endpoint": "https://as.example.com/authorize",
        "token_endpoint": "https://as.example.com/token",
        "code_challenge_methods_supported": ["S256"]
    }"#;
    let attribute = r#"kind = "web", redirect_uri = "runtime", issuer = "https://login.example.com", token_endpoint = "https://login.example.com/token""#;
    let ids = |attribute: &str| {
        let findings = served(attribute, document).findings();
        findings.iter().map(|it| it.rule.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(attribute), ["issuer_mismatch"]);
    let waived = format!("{attribute}, allow(issuer_mismatch, reason = \"x\")");
    assert_eq!(ids(&waived), ["endpoint_mismatch"]);
}

#[test]
fn another_scope_than_the_registered_one_hides_no_missing_secret() {
    let document = r#"{
        "client_id": "stock", "grant_types": ["client_credentials"],
        "token_endpoint_auth_method": "client_secret_basic", "scope": "orders:read"
    }"#;
    let documents = InMemory::default().with("client.json", document);
    let ids = |attribute: &str| {
        let attribute = format!("kind = \"m2m\", registration = \"client.json\", {attribute}");
        let source = read_with(&attribute, "struct Client { client_id: String }", &documents);
        source.findings().iter().map(|it| it.rule.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(r#"scope = "orders:write""#), ["missing_credential", "registration_mismatch"]);
    assert_eq!(ids(r#"auth = "client_secret_post""#), ["registration_mismatch"]);
    assert_eq!(
        ids(r#"auth = "client_secret_post", allow(registration_mismatch, reason = "x")"#),
        ["missing_credential"]
    );
}

#[test]
fn what_defines_a_member_is_cited_by_the_format_of_the_document() {
    let spec = |source: &Source| source.findings().iter().map(Finding::spec).collect::<Vec<_>>();
    let rfc = registered(
        r#"kind = "m2m""#,
        r#"{ "client_id": "a", "grant_types": "client_credentials" }"#,
    );
    assert_eq!(spec(&rfc), ["RFC 7591 section 2, oauth-flow docs/documents.md"]);
    let keycloak = registered(
        r#"kind = "web", pkce = "S256""#,
        r#"{ "clientId": "a", "protocol": "openid-connect", "standardFlowEnabled": "yes" }"#,
    );
    assert_eq!(spec(&keycloak), ["oauth-flow docs/documents.md"]);
    let metadata = served(
        r#"kind = "web", redirect_uri = "runtime""#,
        r#"{ "issuer": "https://as.example.com", "token_endpoint": 5 }"#,
    );
    assert_eq!(spec(&metadata)[0], "RFC 8414 section 2, oauth-flow docs/documents.md");
}

#[test]
fn a_public_client_of_keycloak_is_made_confidential_first() {
    says(
        &registered(
            r#"kind = "web", auth = "client_secret_basic", pkce = "S256""#,
            r#"{
                "clientId": "portal", "protocol": "openid-connect", "publicClient": true,
                "clientAuthenticatorType": "client-secret", "standardFlowEnabled": true,
                "redirectUris": ["https://app.example.com/cb"]
            }"#,
        ),
        MISMATCH,
        &[(
            "\"client_secret_basic\"",
            "`auth` is `client_secret_basic` here and `none` in the registration",
            "set `publicClient` to `false` and `clientAuthenticatorType` to `client-secret` in the registration and the document",
        )],
    );
}
