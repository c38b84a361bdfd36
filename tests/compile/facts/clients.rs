//! Grants, PKCE, client authentication, response types, tokens, scopes and extensions.

use super::{UNIT, helps, says};

const CODE: &str = r#"grant = "authorization_code", pkce = "S256", redirect_uri = "runtime""#;

#[test]
fn a_grant_that_does_not_fit_is_answered_by_the_recommended_one() {
    for (attribute, help) in [
        (
            r#"kind = "spa", grant = "device_code""#,
            "use `grant = \"authorization_code\"` with `pkce = \"S256\"` and a `redirect_uri`, or declare `kind = \
             \"device\"` if that is what it is",
        ),
        (
            r#"kind = "spa", grant = "device_code", pkce = "S256""#,
            "use `grant = \"authorization_code\"` with a `redirect_uri`, or declare `kind = \"device\"` if that is \
             what it is",
        ),
        (
            r#"kind = "m2m", grant = "authorization_code", redirect_uri = "runtime""#,
            "use `grant = \"client_credentials\"` and remove `redirect_uri`, or declare `kind = \"web\"` if that is \
             what it is",
        ),
        (
            r#"kind = "m2m", grant = "password", profile = "rfc6749", allow(legacy_profile, reason = "x")"#,
            "write `client_credentials` in place of `password`",
        ),
        (r#"kind = "m2m", grant("client_credentials", "refresh_token")"#, "remove `refresh_token`"),
        (
            r#"kind = "spa", grant = "refresh_token", refresh = "rotate""#,
            "declare the grant that issues it too, `authorization_code` with `pkce = \"S256\"` and a `redirect_uri`",
        ),
        (
            r#"kind = "m2m", grant = "refresh_token""#,
            "write `client_credentials` in place of `refresh_token`",
        ),
        (
            r#"kind = "web", grant("implicit", "password"), redirect_uri = "runtime", allow(password_grant, reason = "x"), allow(kind_grant_mismatch, reason = "x")"#,
            "write `authorization_code` in place of `implicit`, and add `pkce = \"S256\"`",
        ),
    ] {
        helps(attribute, UNIT, help);
    }
}

#[test]
fn a_withdrawn_grant_is_named_by_what_it_returns() {
    for (attribute, token, fact) in [
        (
            r#"kind = "web", response_type = "id_token", redirect_uri = "runtime""#,
            "\"id_token\"",
            "the response type `id_token` belongs to the deprecated implicit grant",
        ),
        (
            r#"kind = "web", grant = "implicit", response_type = "id_token token", redirect_uri = "runtime""#,
            "\"implicit\"",
            "the implicit grant returns the access token in the redirect",
        ),
        (
            r#"kind = "spa", grant = "implicit", redirect_uri = "runtime""#,
            "\"implicit\"",
            "the implicit grant returns the access token in the redirect",
        ),
        (
            r#"kind = "trusted", grant = "password""#,
            "\"password\"",
            "RFC 6749 meant the `password` grant for trusted apps; RFC 9700 forbids it",
        ),
        (
            r#"kind = "web", grant = "password""#,
            "\"password\"",
            "the `password` grant gives the user's password to the client",
        ),
        (
            r#"kind = "web", grant("authorization_code", "implicit"), response_type = "code id_token", pkce = "S256", redirect_uri = "runtime""#,
            "\"code id_token\"",
            "the response type `code id_token` returns an ID token through the browser",
        ),
        (
            r#"kind = "trusted", grant("authorization_code", "implicit"), response_type = "code id_token", pkce = "S256", redirect_uri = "runtime""#,
            "\"code id_token\"",
            "the response type `code id_token` returns an ID token through the browser",
        ),
        (
            r#"kind = "web", grant("authorization_code", "implicit", "device_code"), response_type = "code id_token", pkce = "S256", redirect_uri = "runtime", allow(response_type_not_code, reason = "x")"#,
            "\"device_code\"",
            "a client of the kind `web` does not use the `device_code` grant",
        ),
        (
            r#"kind = "web", grant("authorization_code", "implicit"), response_type = "code token", pkce = "S256", redirect_uri = "runtime""#,
            "\"code token\"",
            "the response type `code token` puts an access token in the URL",
        ),
    ] {
        says(attribute, UNIT, &[(token, fact)]);
    }
}

#[test]
fn an_extension_grant_may_do_what_no_standard_grant_does() {
    for attribute in [
        r#"kind = "m2m", grant("client_credentials", "urn:example:x"), redirect_uri = "runtime""#,
        r#"kind = "m2m", grant("client_credentials", "urn:example:x"), response_type = "code""#,
        r#"kind = "m2m", grant("client_credentials", "urn:example:x"), scope = "openid""#,
        r#"kind = "web", grant("refresh_token", "urn:example:x")"#,
        r#"kind = "third_party", grant("jwt-bearer", "refresh_token", "urn:example:x")"#,
        r#"kind = "third_party", grant("refresh_token", "urn:example:x")"#,
    ] {
        says(attribute, UNIT, &[]);
    }
    for (attribute, token, fact) in [
        (
            r#"kind = "m2m", redirect_uri = "runtime""#,
            "\"runtime\"",
            "a redirect URI is declared, and no declared grant redirects",
        ),
        (
            r#"kind = "m2m", response_type = "code""#,
            "\"code\"",
            "the response type `code` needs the `authorization_code` grant, which is not declared",
        ),
        (
            r#"kind = "m2m", scope = "openid""#,
            "\"openid\"",
            "the client credentials grant has no user to identify",
        ),
        (
            r#"kind = "third_party", grant("jwt-bearer", "refresh_token")"#,
            "\"refresh_token\"",
            "`refresh_token` is declared, and each other grant presents an assertion",
        ),
    ] {
        says(attribute, UNIT, &[(token, fact)]);
    }
    helps(r#"kind = "m2m", response_type = "code""#, UNIT, "remove `response_type`");
}

#[test]
fn a_response_type_needs_its_grants() {
    let legacy = r#"kind = "web", profile = "rfc6749", allow(legacy_profile, reason = "x"), pkce = "S256", redirect_uri = "runtime""#;
    let hybrid =
        format!(r#"{legacy}, grant = "authorization_code", response_type = "code id_token""#);
    let fact =
        "the response type `code id_token` needs the `implicit` grant, which is not declared";
    says(&hybrid, UNIT, &[("\"code id_token\"", fact)]);
    helps(&hybrid, UNIT, "write `code` in place of `code id_token`");
    let both = format!(
        r#"{legacy}, grant("authorization_code", "implicit"), response_type = "code id_token""#
    );
    says(&both, UNIT, &[]);
}

#[test]
fn none_is_a_pkce_method_like_silence() {
    says(r#"kind = "m2m", grant = "client_credentials", pkce = "none""#, UNIT, &[]);
    says(
        r#"kind = "m2m", grant = "client_credentials", pkce = "S256""#,
        UNIT,
        &[("\"S256\"", "PKCE is declared, and no declared grant sends an authorization code")],
    );
    says(
        r#"kind = "web", grant = "authorization_code", pkce = "none", redirect_uri = "runtime""#,
        UNIT,
        &[("\"none\"", "a `web` client uses the authorization code grant without PKCE")],
    );
    let item = "struct Client { pkce: PkceCodeChallenge }";
    let fact = "the field `pkce` keeps a `PkceCodeChallenge`, which belongs to one request";
    says(r#"kind = "web", redirect_uri = "runtime""#, item, &[("pkce", fact)]);
}

#[test]
fn who_must_authenticate_and_who_need_not() {
    for (attribute, expected) in [
        (r#"kind = "m2m", grant = "jwt-bearer", auth = "none""#, &[][..]),
        (r#"kind = "third_party", grant = "jwt-bearer", auth = "none""#, &[]),
        (
            r#"kind = "web", grant = "jwt-bearer", auth = "none""#,
            &[("\"none\"", "a client of the kind `web` does not authenticate")],
        ),
        (
            r#"kind = "m2m", grant("jwt-bearer", "token-exchange"), auth = "none""#,
            &[("\"none\"", "a client that does not authenticate uses the `token-exchange` grant")],
        ),
        (
            r#"kind = "web", grant = "token-exchange", auth = "none""#,
            &[("\"none\"", "a client that does not authenticate uses the `token-exchange` grant")],
        ),
        (
            r#"kind = "native", grant("device_code", "token-exchange")"#,
            &[(
                "\"token-exchange\"",
                "a client that does not authenticate uses the `token-exchange` grant",
            )],
        ),
        (
            r#"kind = "web", grant("authorization_code", "token-exchange"), pkce = "S256", auth = "none", redirect_uri = "runtime""#,
            &[("\"none\"", "a client of the kind `web` does not authenticate")],
        ),
        (
            r#"kind = "third_party", grant("jwt-bearer", "saml2-bearer"), auth = "none""#,
            &[("\"none\"", "a client that does not authenticate uses the `saml2-bearer` grant")],
        ),
        (
            r#"kind = "m2m", auth = "none""#,
            &[("\"none\"", "the client credentials grant is declared with `auth = \"none\"`")],
        ),
        (
            r#"kind = "spa", grant = "client_credentials""#,
            &[(
                "\"client_credentials\"",
                "a public client cannot use the client credentials grant",
            )],
        ),
        (
            r#"profile = "fapi2", kind = "third_party", grant = "jwt-bearer", auth = "none", sender_constraint = "dpop""#,
            &[("\"none\"", "FAPI 2.0 has no clients that do not authenticate")],
        ),
        (
            r#"profile = "fapi2", kind = "m2m", grant = "client_credentials", sender_constraint = "dpop""#,
            &[(
                "\"fapi2\"",
                "FAPI 2.0 does not accept the authentication method `client_secret_basic`",
            )],
        ),
        (
            r#"profile = "fapi2", kind = "m2m", auth = "client_secret_post""#,
            &[(
                "\"client_secret_post\"",
                "FAPI 2.0 does not accept the authentication method `client_secret_post`",
            )],
        ),
    ] {
        says(attribute, UNIT, expected);
    }
}

#[test]
fn a_credential_is_a_field_or_a_key_of_the_attribute() {
    let whole = "struct Client { client_id: String }";
    let lacks = "the method `client_secret_basic` needs a secret, and no field holds one";
    let lacks_key = "the method `private_key_jwt` needs a key, and nothing names one";
    for (attribute, item, expected) in [
        (r#"kind = "m2m""#, whole, &[("client_id", lacks)][..]),
        (
            r#"kind = "m2m", auth = "client_secret_basic""#,
            whole,
            &[("\"client_secret_basic\"", lacks)],
        ),
        (r#"kind = "m2m""#, "struct Client(ClientId);", &[("ClientId", lacks)]),
        (r#"kind = "m2m""#, "struct Client { token_url: String }", &[]),
        (r#"kind = "m2m""#, "struct Client;", &[]),
        (r#"kind = "m2m""#, "struct Client { client_id: A, client_secret: B }", &[]),
        (r#"kind = "m2m""#, "struct Client { client_id: A, #[serde(flatten)] rest: B }", &[]),
        (
            r#"kind = "m2m", client_secret = "x""#,
            whole,
            &[("client_secret", "the key `client_secret` makes the secret part of the program")],
        ),
        (r#"kind = "m2m", auth = "tls_client_auth""#, whole, &[]),
        (r#"kind = "m2m", auth = "private_key_jwt""#, whole, &[("\"private_key_jwt\"", lacks_key)]),
        (
            r#"kind = "m2m", auth = "private_key_jwt""#,
            "struct Client { client_id: A, jwks_uri: B }",
            &[],
        ),
        (
            r#"kind = "m2m", auth = "private_key_jwt""#,
            "struct Client { client_id: A, signing_key: B }",
            &[],
        ),
        (
            r#"kind = "m2m", auth = "private_key_jwt", private_key = "x""#,
            whole,
            &[("private_key", "the key `private_key` makes the secret part of the program")],
        ),
    ] {
        says(attribute, item, expected);
    }
}

#[test]
fn a_secret_is_told_by_where_it_stands() {
    for (attribute, item, token, fact) in [
        (
            r#"kind = "spa", auth = "client_secret_post", redirect_uri = "runtime""#,
            UNIT,
            "\"client_secret_post\"",
            "a client of the kind `spa` declares `client_secret_post`",
        ),
        (
            r#"kind = "native", redirect_uri = "runtime""#,
            "struct Client { client_id: String, client_secret: String }",
            "client_secret",
            "a client of the kind `native` has a field that holds a client secret",
        ),
        (
            r#"kind = "m2m""#,
            "#[derive(Debug)] struct Client { client_secret: String }",
            "client_secret",
            "`derive(Debug)` prints the field `client_secret`, a bare secret",
        ),
        (
            r#"kind = "m2m""#,
            "#[derive(Serialize)] struct Client { signing_key: Vec<u8> }",
            "signing_key",
            "`derive(Serialize)` writes the field `signing_key`, a secret in clear text",
        ),
        (
            r#"kind = "m2m""#,
            "struct Client { client_secret: &'static str }",
            "client_secret",
            "the type of the field `client_secret` makes the secret part of the program",
        ),
        (
            r#"kind = "m2m", issuer = "https://as.example?client_secret=x""#,
            UNIT,
            "\"https://as.example?client_secret=x\"",
            "the URI has the query parameter `client_secret`",
        ),
    ] {
        says(attribute, item, &[(token, fact)]);
    }
}

#[test]
fn the_fields_of_a_user_are_named() {
    says(
        r#"kind = "m2m""#,
        "struct Client { client_id: String, client_secret: String, user: String, passwd: String }",
        &[("passwd", "the fields `user` and `passwd` are what the password grant sends")],
    );
}

#[test]
fn a_separator_in_one_scope_is_not_counted() {
    for (scope, fact) in [
        ("openid, profile", "the scope token `openid,` has a separator in it"),
        ("openid,profile", "`openid,profile` is one scope token, and 2 scopes are in it"),
    ] {
        let attribute = format!("kind = \"web\", scope = {scope:?}, redirect_uri = \"runtime\"");
        says(&attribute, UNIT, &[(&format!("{scope:?}"), fact)]);
    }
}

#[test]
fn a_refresh_token_is_protected_or_goes() {
    helps(
        r#"kind = "spa", grant("authorization_code", "refresh_token"), pkce = "S256", redirect_uri = "runtime""#,
        UNIT,
        "add `refresh = \"rotate\"`; the server has to rotate too: switch it on there",
    );
    helps(
        r#"kind = "third_party", grant("jwt-bearer", "refresh_token"), auth = "none""#,
        UNIT,
        "remove `refresh_token`",
    );
    says(
        r#"kind = "spa", grant("authorization_code", "refresh_token"), pkce = "S256", refresh = "sender_constrained", redirect_uri = "runtime""#,
        UNIT,
        &[(
            "\"sender_constrained\"",
            "no `sender_constraint` binds the refresh tokens to their sender",
        )],
    );
}

#[test]
fn scope_is_held_against_the_feature_that_needs_it() {
    let hybrid = r#"kind = "web", grant("authorization_code", "implicit"), response_type = "code id_token", pkce = "S256", redirect_uri = "runtime", allow(response_type_not_code, reason = "x")"#;
    for (attribute, expected) in [
        (
            format!(r#"{hybrid}, scope = "profile""#),
            &[("\"profile\"", "an ID token is part of OpenID Connect, and scope lacks `openid`")][..],
        ),
        (format!(r#"{hybrid}, scope = "openid""#), &[]),
        (hybrid.into(), &[]),
        (
            format!(r#"kind = "web", {CODE}, scope = "offline_access""#),
            &[(
                "\"offline_access\"",
                "`offline_access` asks for a refresh token, and no grant uses one",
            )],
        ),
        (
            format!(r#"kind = "web", {CODE}, scope = "email offline_access""#),
            &[
                (
                    "\"email offline_access\"",
                    "`offline_access` is part of OpenID Connect, and scope lacks `openid`",
                ),
                (
                    "\"email offline_access\"",
                    "`offline_access` asks for a refresh token, and no grant uses one",
                ),
            ],
        ),
        (
            format!(r#"kind = "web", {CODE}, scope = "a", post_logout_redirect_uri = "runtime""#),
            &[],
        ),
        (
            format!(
                r#"kind = "web", {CODE}, scope = "a", post_logout_redirect_uri = "https://a.example""#
            ),
            &[(
                "\"a\"",
                "a post-logout redirect is part of OpenID Connect, and scope lacks `openid`",
            )],
        ),
        (
            format!(r#"kind = "web", {CODE}, scope = "openid offline_access""#),
            &[(
                "\"openid offline_access\"",
                "`offline_access` asks for a refresh token, and no grant uses one",
            )],
        ),
        (
            r#"kind = "m2m", scope("*", "a.*", "a:*", "a*", "*a", "**")"#.into(),
            &[
                ("\"*\"", "the scope `*` asks for everything"),
                ("\"a.*\"", "the scope `a.*` asks for everything"),
                ("\"a:*\"", "the scope `a:*` asks for everything"),
            ],
        ),
        (
            r#"kind = "m2m", scope("", "a b", "a\"", "a\\", "!#[]~")"#.into(),
            &[
                ("\"\"", "the scope is empty"),
                ("\"a b\"", "the scope `a b` is not one scope token"),
                ("\"a\\\"\"", "the scope `a\"` is not one scope token"),
                ("\"a\\\\\"", "the scope `a\\` is not one scope token"),
            ],
        ),
        (
            r#"kind = "m2m", scope("a", "b", "a")"#.into(),
            &[("\"a\"", "the scope `a` is declared twice")],
        ),
    ] {
        says(&attribute, UNIT, expected);
    }
    helps(r#"kind = "m2m", scope = "openid""#, UNIT, "remove `scope`");
    helps(r#"kind = "m2m", scope("openid", "orders:read")"#, UNIT, "remove `openid`");
    helps(
        r#"kind = "web", grant("authorization_code", "refresh_token"), pkce = "S256", redirect_uri = "runtime", scope("a", "email", "offline_access")"#,
        UNIT,
        "use `scope = \"openid a email offline_access\"`",
    );
}

#[test]
fn pushed_requests_are_asked_for_where_they_are_not_or_where_they_are_denied() {
    let fapi = r#"profile = "fapi2", kind = "web", grant = "authorization_code", pkce = "S256", auth = "tls_client_auth", sender_constraint = "mtls", redirect_uri = "runtime""#;
    let fact = "FAPI 2.0 pushes authorization requests, and `par` is not declared";
    says(fapi, UNIT, &[("\"authorization_code\"", fact)]);
    helps(fapi, UNIT, "add `par`");
    let denied = format!("{fapi}, par = false");
    says(&denied, UNIT, &[("par", fact)]);
    helps(&denied, UNIT, "use `par = true`");
}

#[test]
fn a_waiver_is_used_where_its_rule_fired() {
    let attribute = r#"kind = "m2m", allow(plain_pkce, reason = "x")"#;
    says(attribute, UNIT, &[("plain_pkce", "the waiver of `plain_pkce` silences nothing")]);
    says(r#"kind = "m2m", scope = "*", allow(over_broad_scope, reason = "x")"#, UNIT, &[]);
    says(r#"kind = "m2m", allow(unused_allow, reason = "x")"#, UNIT, &[]);
}

#[test]
fn a_help_names_what_else_the_declaration_then_needs() {
    helps(
        r#"kind = "spa", grant = "refresh_token""#,
        UNIT,
        "declare the grant that issues it too, `authorization_code` with `pkce = \"S256\"`, a `redirect_uri` and \
         `refresh = \"rotate\"`",
    );
    helps(
        r#"kind = "web", grant = "refresh_token", redirect_uri = "runtime""#,
        UNIT,
        "declare the grant that issues it too, `authorization_code` with `pkce = \"S256\"`, or a `refresh_token` \
         field that holds the token of another program",
    );
    helps(
        r#"kind = "m2m", grant = "authorization_code", pkce = "S256", redirect_uri = "runtime""#,
        UNIT,
        "use `grant = \"client_credentials\"` and remove `pkce` and `redirect_uri`, or declare `kind = \"web\"` if \
         that is what it is",
    );
    helps(
        r#"kind = "spa", grant = "device_code""#,
        UNIT,
        "use `grant = \"authorization_code\"` with `pkce = \"S256\"` and a `redirect_uri`, or declare `kind = \
         \"device\"` if that is what it is",
    );
    helps(
        r#"kind = "native", redirect_uri = "runtime", scope = "openid offline_access""#,
        UNIT,
        "declare `grant(\"authorization_code\", \"refresh_token\")` with `pkce = \"S256\"` and `refresh = \
         \"rotate\"`, or remove the scope",
    );
    helps(
        r#"kind = "web", grant = "authorization_code", pkce = "S256", redirect_uri = "runtime", scope = "openid offline_access""#,
        UNIT,
        "add `refresh_token` to grant, or remove the scope",
    );
}

#[test]
fn a_public_document_goes_with_a_key_and_without_a_secret() {
    let client = "struct Client { client_id: String, client_secret: String }";
    let web = r#"kind = "web", client_id = "https://app.example.com/client.json", redirect_uri = "runtime""#;
    says(
        &format!(
            r#"{web}, auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks.json""#
        ),
        client,
        &[(
            "client_secret",
            "a public document describes this client, which therefore cannot have a secret",
        )],
    );
    helps(
        &format!(r#"{web}, auth = "client_secret_basic""#),
        client,
        "remove the field `client_secret`, and declare `auth = \"private_key_jwt\"` with a `jwks_uri`",
    );
}

#[test]
fn a_refresh_token_beside_an_extension_grant_stays() {
    helps(
        r#"kind = "native", grant("refresh_token", "urn:example:grant-type:badge")"#,
        UNIT,
        "add `refresh = \"rotate\"`; the server has to rotate too: switch it on there",
    );
}
