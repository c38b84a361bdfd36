//! The shapes of documents.

use oauth_flow_core::Format;

use super::{found, mistakes, registered, registration};

#[test]
fn the_shape_of_a_document_is_its_format() {
    for (text, format) in [
        (r#"{ "client_name": "a" }"#, Format::Rfc7591),
        (r#"{ "redirect_uris": [] }"#, Format::Rfc7591),
        (r#"{ "client_id": "https://app.example.com/client.json" }"#, Format::Rfc7591),
        // The names of these lists are those of the metadata of servers.
        (
            r#"{ "client_id": "a", "jwks_uri": "https://a.example/jwks", "token_endpoint_auth_methods_supported": ["none"] }"#,
            Format::Rfc7591,
        ),
        (r#"{ "client_name": "a", "protocol": "openid-connect" }"#, Format::Rfc7591),
        (r#"{ "client_name": "a", "standardFlowEnabled": true }"#, Format::Rfc7591),
        (r#"{ "protocol": "openid-connect", "standardFlowEnabled": true }"#, Format::Keycloak),
        (r#"{ "clientId": "a", "protocol": "openid-connect" }"#, Format::Keycloak),
        (r#"{ "clientId": "a", "protocol": "openid-connect", "auth": "b" }"#, Format::Keycloak),
        (r#"{ "clientId": "a", "redirectUris": [] }"#, Format::Keycloak),
        (r#"[{ "clientId": "a", "publicClient": true }]"#, Format::Keycloak),
        (
            r#"{ "realm": "a", "clients": [{ "clientId": "a", "publicClient": true }] }"#,
            Format::Keycloak,
        ),
        (
            r#"[{ "realm": "a", "clients": [{ "clientId": "a", "publicClient": true }] }]"#,
            Format::Keycloak,
        ),
        (r#"{ "settings": { "oauth": {} } }"#, Format::Gravitee),
        (r#"{ "type": "WEB", "settings": { "oauth": { "clientId": "a" } } }"#, Format::Gravitee),
    ] {
        assert_eq!(registration(text).format, format, "{text}");
    }
}

#[test]
fn another_document_is_called_what_it_is() {
    const NO: &str = "the document is no registration of a client";
    let of_rule = "name a client registration (RFC 7591), a client or a realm of Keycloak, or an application of Gravitee AM";
    for (text, fact, help) in [
        ("{}", NO, of_rule),
        ("5", NO, of_rule),
        ("null", NO, of_rule),
        ("\"a\"", NO, of_rule),
        (r#"{ "a": 1 }"#, NO, of_rule),
        (r#"{ "settings": { "oauth": 5 } }"#, NO, of_rule),
        (r#"{ "clientId": "a" }"#, NO, of_rule),
        ("[]", NO, "name a document with one client"),
        (r#"[{ "client_id": "a" }]"#, NO, "name a document with one client"),
        (
            r#"{ "issuer": "https://as.example.com", "token_endpoint": "https://as.example.com/token" }"#,
            "the document is the metadata of a server",
            "name it with `server`, and the registration of the client here",
        ),
        (
            r#"{ "issuer": "https://as.example.com", "jwks_uri": "https://as.example.com/jwks", "grant_types_supported": [] }"#,
            "the document is the metadata of a server",
            "name it with `server`, and the registration of the client here",
        ),
        (
            r#"{ "resource": "https://api.example.com", "authorization_servers": [], "jwks_uri": "a" }"#,
            NO,
            "this is the metadata of a protected resource (RFC 9728): name a registration",
        ),
        (
            r#"{ "realm": "a", "auth-server-url": "b", "resource": "c", "credentials": {} }"#,
            NO,
            "this is the file of an adapter of Keycloak: export the client or the realm",
        ),
        (
            r#"{ "realm": "a", "users": [] }"#,
            NO,
            "this is the file of the users of a realm: name the file of the realm",
        ),
        (
            r#"{ "realm": "a", "enabled": true, "keycloakVersion": "26" }"#,
            NO,
            "this is a realm without its clients: export the realm with its clients",
        ),
        (
            r#"{ "clientId": "a", "protocol": "openid-connect", "loginFlows": ["STANDARD"] }"#,
            NO,
            "this is a client of the second version of Keycloak's admin API: export the realm",
        ),
        (
            r#"{ "clientId": "a", "protocol": "openid-connect", "auth": { "method": "b" } }"#,
            NO,
            "this is a client of the second version of Keycloak's admin API: export the realm",
        ),
        (r#"{ "realm": "a" }"#, NO, of_rule),
        (r#"{ "enabled": true }"#, NO, of_rule),
        (
            r#"{ "installed": { "client_id": "a", "auth_uri": "b" } }"#,
            NO,
            "this is what a provider gives its client, and no registration: write down what is registered there",
        ),
        (r#"{ "keys": [] }"#, NO, "these are keys: name the registration of the client"),
    ] {
        let source = registered("kind = web", text);
        assert_eq!(mistakes(&source), [format!("unknown_document 1:1 {fact}")], "{text}");
        assert_eq!(found(&source)[0].help, help, "{text}");
        assert!(source.client().registration().is_none(), "{text}");
    }
}

#[test]
fn a_mistake_in_a_long_list_names_the_places_of_its_first_values() {
    let redirect_uris: Vec<String> =
        (0..5).map(|number| format!("\"https://app.example.com/{number}\"")).collect();
    let text =
        format!(r#"{{ "client_id": "a", "redirect_uris": [{}] }}"#, redirect_uris.join(", "));
    let attribute = "kind = web, redirect_uri = \"https://app.example.com/0\"";
    let findings = registered(attribute, text).findings();
    let found: Vec<_> =
        findings.iter().map(|finding| (finding.fact.as_str(), finding.also.len())).collect();
    let fact = "the registration has `https://app.example.com/1`, `https://app.example.com/2`, \
                `https://app.example.com/3` and 1 more, which `redirect_uri` does not declare";
    assert_eq!(found, [(fact, 3)]);
}
