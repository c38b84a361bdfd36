//! Audiences, placeholders, identifiers that are URLs, and methods of drafts.

use oauth_flow_syntax::text::read;

use super::{UNIT, finds, helps};

#[test]
fn an_audience_is_no_resource() {
    finds(
        r#"kind = "m2m", audience = "https://api.example.com""#,
        "struct A { client_id: Text, client_secret: Text, token_url: Text }",
        &[],
    );
    finds(r#"kind = "m2m", audience("orders", "billing")"#, UNIT, &[]);
    finds(r#"kind = "m2m", audience = """#, UNIT, &["!empty_value"]);
    let mcp = r#"profile = "mcp", kind = "native", redirect_uri = "http://127.0.0.1/cb""#;
    finds(&format!("{mcp}, audience = \"https://mcp.example.com\""), UNIT, &["!missing_resource"]);
    finds(mcp, "struct Mcp { client_id: Text, audience: Text }", &["!missing_resource"]);
    finds(&format!("{mcp}, resource = \"runtime\""), UNIT, &[]);
    helps(mcp, UNIT, &["`resource = \"runtime\"`"], &[]);
}

#[test]
fn a_placeholder_of_the_server_has_a_rule_of_its_own() {
    for profile in ["rfc9700", "rfc6749", "oauth2.1", "mcp"] {
        let more = match profile {
            "rfc6749" => ", allow(legacy_profile, reason = \"a test\")",
            "mcp" => ", resource = \"runtime\"",
            _ => "",
        };
        for value in [
            r#"issuer = "https://login.microsoftonline.com/{tenantid}/v2.0""#,
            r#"issuer = "${ISSUER}""#,
            r#"token_endpoint = "https://login.microsoftonline.com/{tenant_id}/oauth2/v2.0/token""#,
            r#"token_endpoint = "https://{{ host }}/token""#,
            r#"token_endpoint = "https://<tenant>.auth.example.com/token""#,
        ] {
            let attribute = format!("kind = \"m2m\", profile = {profile:?}, {value}{more}");
            finds(&attribute, UNIT, &["!templated_server_url"]);
        }
    }
    let issuer = r#"kind = "web", redirect_uri = "runtime", issuer = "https://as.example.com/{tenantid}/v2.0""#;
    helps(issuer, UNIT, &["`{tenantid}`", "declare the endpoints and no issuer"], &[]);
}

#[test]
fn a_client_that_a_document_describes_is_never_offered_a_secret() {
    let document = r#"client_id = "https://host.example.com/oauth/client.json", resource = "https://mcp.example.com""#;
    for attribute in [
        r#"kind = "web", profile = "mcp", auth = "none", redirect_uri = "https://host.example.com/cb""#,
        r#"kind = "m2m", auth = "none""#,
        r#"kind = "third_party", grant = "token-exchange", auth = "none""#,
    ] {
        let attribute = format!("{attribute}, {document}");
        helps(&attribute, UNIT, &["private_key_jwt"], &["client_secret"]);
    }
}

#[test]
fn a_development_client_is_a_warning() {
    for id in ["http://localhost", "http://localhost/", "http://localhost?scope=atproto"] {
        let attribute =
            format!("kind = \"native\", client_id = {id:?}, redirect_uri = \"http://127.0.0.1/\"");
        finds(&attribute, UNIT, &["development_client_id"]);
    }
    for id in ["http://localhost/client.json", "http://localhost:8080", "http://app.example.com"] {
        let attribute =
            format!("kind = \"native\", client_id = {id:?}, redirect_uri = \"http://127.0.0.1/\"");
        finds(&attribute, UNIT, &["!invalid_client_id_url"]);
    }
}

#[test]
fn a_method_of_a_draft_is_answered_with_what_it_is() {
    for (method, draft) in [
        ("attest_jwt_client_auth", "draft-ietf-oauth-attestation-based-client-auth-11"),
        ("attest_jwt_client_auth_dpop", "draft-ietf-oauth-attestation-based-client-auth-11"),
        ("spiffe_jwt", "draft-ietf-oauth-spiffe-client-auth-02"),
        ("spiffe_x509", "draft-ietf-oauth-spiffe-client-auth-02"),
        ("spiffe-wit", "draft-ietf-oauth-spiffe-client-auth-02"),
    ] {
        let attribute = format!("kind = \"m2m\", auth = {method:?}");
        helps(&attribute, UNIT, &[draft], &["did you mean"]);
    }
}

#[test]
fn an_id_token_in_the_query_keeps_its_response_type_where_that_may_stay() {
    let query = r#"grant("authorization_code", "implicit"), response_type = "code id_token",
        response_mode = "query", scope = "openid", pkce = "S256",
        redirect_uri = "https://app.example.com/cb""#;
    let other_mode = "use `response_mode = \"form_post\"`";
    let helps_token_in_query = |attribute: &str| {
        let found = read(attribute, UNIT).findings();
        let own = found.iter().find(|it| it.rule.id == "token_in_query");
        own.map(|it| it.help.clone()).unwrap_or_default()
    };
    // RFC 6749 leaves hybrid responses to OpenID Connect.
    let old = helps_token_in_query(&format!(r#"kind = "web", profile = "rfc6749", {query}"#));
    assert!(old.contains(other_mode), "{old}");
    let waiver = r#"allow(response_type_not_code, reason = "the portal is hybrid")"#;
    let beside = helps_token_in_query(&format!(r#"kind = "web", {query}, {waiver}"#));
    assert!(beside.contains(other_mode), "{beside}");
    let new = helps_token_in_query(&format!(r#"kind = "web", {query}"#));
    assert!(!new.contains(other_mode) && new.contains("`code`"), "{new}");
}
