//! Every form in which a declaration may be written.

use crate::document::NoDocuments;
use oauth_flow_core::vocabulary::{
    AuthMethod, Grant, JwsAlgorithm, Kind, Pkce, Profile, Refresh, ResponseMode, ResponseType,
    SenderConstraint, Word,
};
use oauth_flow_core::{Date, Key, Waiver};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::{UNIT, declares, mistakes, seen, source, subject, tokens};

#[test]
fn a_word_may_be_a_string_or_bare() {
    for attribute in [
        r#"kind = "spa", pkce = "S256""#,
        "kind = spa, pkce = S256",
        r##"r#kind = r#"spa"#, pkce = r"S256","##,
        "kind = r#spa, pkce = S256,",
    ] {
        declares(attribute, |d| d.kind == Some(Kind::Spa) && d.pkce == Some(Pkce::S256));
    }
    for profile in ["oauth2.1", "oauth2_1", "\"oauth2.1\""] {
        declares(&format!("kind = web, profile = {profile}"), |d| d.profile == Profile::OAuth21);
    }
    for mode in ["query.jwt", "query_jwt", "\"query.jwt\""] {
        declares(&format!("kind = web, response_mode = {mode}"), |d| {
            d.response_mode == Some(ResponseMode::QueryJwt)
        });
    }
    declares("kind = third-party", |d| d.kind == Some(Kind::ThirdParty));
}

#[test]
fn a_word_arrives_under_its_own_key() {
    declares("kind = web, auth = client_secret_post", |d| d.auth == AuthMethod::ClientSecretPost);
    declares("kind = spa, refresh = rotate", |d| d.refresh == Some(Refresh::Rotate));
    declares("kind = web, sender_constraint = mtls", |d| {
        d.sender_constraint == Some(SenderConstraint::Mtls)
    });
    declares("kind = web, request_object = PS256", |d| {
        d.request_object == Some(JwsAlgorithm::Ps256)
    });
}

#[test]
fn the_usage_that_help_shows_is_one_that_is_read() {
    for key in Key::ALL {
        // Without the formats, a document is only reported.
        if cfg!(not(feature = "documents")) && matches!(key, Key::Registration | Key::Server) {
            continue;
        }
        let usage = key.member().usage.replace("rule", "missing_pkce");
        let kind = if *key == Key::Kind { "" } else { "kind = web, " };
        let item = "struct Client { sso_client_id: Text }";
        subject(&format!("{kind}{usage}"), item, |subject| {
            assert!(subject.written.contains(*key), "{usage} is not `{key}`");
        });
    }
}

#[test]
fn a_list_may_be_one_value_parentheses_or_brackets() {
    for list in [
        r#"("jwt-bearer", "token-exchange")"#,
        "(jwt-bearer, token-exchange)",
        r#" = ["jwt-bearer", token_exchange,]"#,
        "(urn:ietf:params:oauth:grant-type:jwt-bearer, token-exchange)",
    ] {
        let attribute = format!("kind = m2m, grant{list}");
        declares(&attribute, |d| d.grants == [Grant::JwtBearer, Grant::TokenExchange]);
    }
    declares("kind = m2m, grant = jwt-bearer", |d| d.grants == [Grant::JwtBearer]);
    declares(r#"kind = web, response_type("code", "code id_token")"#, |d| {
        d.response_types == [ResponseType::Code, ResponseType::CodeIdToken]
    });
}

#[test]
fn an_unknown_urn_is_an_extension_grant() {
    let attribute =
        r#"kind = m2m, grant("client_credentials", "urn:example:grant", "https://a.example/g")"#;
    declares(attribute, |d| {
        d.grants == [Grant::ClientCredentials]
            && d.extension_grants == ["urn:example:grant", "https://a.example/g"]
    });
}

#[test]
fn a_redirect_uri_may_arrive_at_run_time() {
    for (attribute, uris, at_run_time) in [
        ("redirect_uri = runtime", &[][..], true),
        ("redirect_uri = \"runtime\"", &[], true),
        ("redirect_uri(\"https://a.example/cb\", runtime)", &["https://a.example/cb"], true),
        ("redirect_uri = \"\"", &[""], false),
    ] {
        declares(&format!("kind = web, {attribute}"), |d| {
            d.redirect_uris == uris && d.redirect_uri_at_run_time == at_run_time
        });
    }
    declares("kind = web, post_logout_redirect_uri = runtime", |d| {
        d.post_logout_redirect_uri_at_run_time && !d.redirect_uri_at_run_time
    });
}

#[test]
fn a_scope_string_is_split_at_spaces_and_a_list_is_not() {
    for (attribute, scopes) in [
        (r#"scope = "a  b""#, &["a", "b"][..]),
        (r#"scope("a b", "c")"#, &["a b", "c"]),
        (r#"scope("a b")"#, &["a b"]),
        (r#"scope = ["a b"]"#, &["a b"]),
        (r#"scope = """#, &[""]),
        (r#"scope("")"#, &[""]),
    ] {
        declares(&format!("kind = m2m, {attribute}"), |d| d.scopes == scopes);
    }
}

#[test]
fn par_is_a_flag_or_a_bool() {
    for (attribute, par) in [("par", true), ("par = true", true), ("par = false", false)] {
        declares(&format!("kind = web, {attribute}"), |d| d.par == par);
    }
}

#[test]
fn free_text_is_kept_as_it_is() {
    let attribute = r#"kind = m2m, client_id = "größe", token_endpoint = "https://as.example/t", issuer = "https://as.example", jwks_uri = "https://c.example/jwks", resource("https://api.example")"#;
    declares(attribute, |d| {
        d.client_id == Some("größe")
            && d.endpoints.token_endpoint == Some("https://as.example/t")
            && d.issuer == Some("https://as.example")
            && d.jwks_uri == Some("https://c.example/jwks")
            && d.resources == ["https://api.example"]
    });
}

#[test]
fn a_waiver_has_a_rule_a_reason_and_perhaps_a_date() {
    let date = Some(Date { year: 2027, month: 6, day: 30 });
    for (until, expected) in [
        ("", None),
        (r#", until = "2027-06-30""#, date),
        (", until = 2027-06-30", date),
        (", until = 2027-08-09", Some(Date { year: 2027, month: 8, day: 9 })),
    ] {
        for rule in ["password_grant", "\"password_grant\""] {
            let attribute = format!(
                r#"kind = trusted, allow({rule}, reason = "old"{until}), allow(implicit_grant, reason = "x"), deny(over_broad_scope, "duplicate_scope"), deny = missing_pkce"#
            );
            let known = [
                "password_grant",
                "implicit_grant",
                "over_broad_scope",
                "duplicate_scope",
                "missing_pkce",
            ];
            assert!(known.iter().all(|id| oauth_flow_core::rules::find(id).is_some()));
            declares(&attribute, |d| {
                d.waivers.len() == 2
                    && d.waivers.first().is_some_and(|w| w.reason == "old" && w.until == expected)
                    && d.denied == ["over_broad_scope", "duplicate_scope", "missing_pkce"]
            });
        }
    }
}

#[test]
fn the_waivers_of_a_source_are_those_of_its_attribute() {
    let attribute = r#"kind = trusted, allow(password_grant, reason = "old", until = 2027-06-30), allow(implicit_grant, reason = "x")"#;
    let until = Some(Date { year: 2027, month: 6, day: 30 });
    assert_eq!(
        source(attribute, UNIT).waivers(),
        [
            Waiver { rule: "password_grant", reason: "old", until },
            Waiver { rule: "implicit_grant", reason: "x", until: None },
        ]
    );
    assert_eq!(source("kind = m2m", UNIT).waivers(), []);
}

#[test]
fn the_facade_is_a_path() {
    for (attribute, facade) in [
        ("kind = m2m", ":: oauth_flow"),
        ("kind = m2m, crate = my::auth", "my :: auth"),
        ("kind = m2m, crate = ::my::auth", ":: my :: auth"),
        ("kind = m2m, crate = crate::auth", "crate :: auth"),
        ("kind = m2m, crate = \"my::auth\"", "my :: auth"),
    ] {
        let source = source(attribute, UNIT);
        assert!(mistakes(&source).is_empty(), "{attribute}");
        assert_eq!(source.facade().to_string(), facade);
    }
}

#[test]
fn the_facade_is_the_default_where_no_path_names_it() {
    assert!(source("kind = m2m", UNIT).has_default_facade());
    for attribute in ["kind = m2m, crate = my::auth", "kind = m2m, crate = ::oauth_flow"] {
        assert!(!source(attribute, UNIT).has_default_facade(), "{attribute}");
    }
}

#[test]
fn invisible_groups_are_looked_through() {
    let hide =
        |token: TokenTree| TokenTree::Group(Group::new(Delimiter::None, TokenStream::from(token)));
    let hidden: TokenStream =
        tokens("kind = \"spa\", pkce = S256, crate = a").into_iter().map(hide).collect();
    let source = crate::read(hidden, tokens(UNIT), &NoDocuments);
    assert!(mistakes(&source).is_empty());
    assert_eq!(seen(&source, |subject| subject.declaration.kind), Some(Kind::Spa));
}

#[test]
fn kind_alone_adopts_the_recommended_flow() {
    declares("kind = spa", |d| {
        d.grants == [Grant::AuthorizationCode]
            && d.pkce == Some(Pkce::S256)
            && d.response_types == [ResponseType::Code]
    });
}

#[test]
fn a_key_that_gives_a_secret_a_value_is_noted_and_its_value_never_read() {
    let attribute = r#"kind = m2m, client_secret = "s3cr3t", private_key(x), secret = concat!(A)"#;
    subject(attribute, UNIT, |subject| {
        assert_eq!(subject.secret_keys, ["client_secret", "private_key", "secret"]);
        assert!(!format!("{subject:?}").contains("s3cr3t"));
    });
}

#[test]
fn every_shape_of_struct_is_read() {
    for (item, fields) in [
        ("struct C;", 0),
        ("pub struct C {}", 0),
        (
            "pub(crate) struct C<'a, T: Clone = u8, const N: usize> where T: Copy { a: &'a T, b: [u8; N] }",
            2,
        ),
        ("#[non_exhaustive] #[derive(Clone)] pub struct C(String, pub u8);", 2),
    ] {
        subject("kind = m2m", item, |subject| {
            assert_eq!(subject.fields.len(), fields, "{item}");
            assert!(!subject.flattened);
        });
    }
}
