//! What is said of values that arrive at run time.

mod secrecy;
mod server;

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::judge_values;
use crate::declaration::{Declaration, Waiver};
use crate::judge::{Finding, Level, Origin, Place, Statement, Value, merge};
use crate::members::{Endpoints, Key};
use crate::rules;
use crate::vocabulary::{AuthMethod, Grant, Kind, Pkce, ResponseType};

const GIVEN: Origin = Origin::Field("given");

const WEB: Declaration<'static> = Declaration {
    kind: Some(Kind::Web),
    grants: &[Grant::AuthorizationCode],
    response_types: &[ResponseType::Code],
    pkce: Some(Pkce::S256),
    auth: AuthMethod::ClientSecretBasic,
    redirect_uri_at_run_time: true,
    ..Declaration::EMPTY
};

fn judged(declaration: &Declaration<'_>, given: &[(Key, &str)]) -> Vec<Finding> {
    let mut source = Statement::default();
    for (key, text) in given {
        source.push_text(*key, text, GIVEN);
    }
    let merged = merge(vec![source], Some(&Statement::declared(declaration)));
    judge_values(declaration, &merged, None, rules::all())
}

#[test]
fn what_is_declared_is_a_statement_too() {
    let statement = Statement::declared(&Declaration {
        redirect_uris: &["https://app.example.com/cb"],
        redirect_uri_at_run_time: true,
        scopes: &["read", "write"],
        resources: &["https://api.example.com"],
        audiences: &["orders"],
        client_id: Some("portal"),
        issuer: Some("https://as.example.com"),
        endpoints: Endpoints {
            token_endpoint: Some("https://as.example.com/token"),
            ..Endpoints::NONE
        },
        ..WEB
    });
    for (key, texts) in [
        (Key::RedirectUri, &["https://app.example.com/cb"][..]),
        (Key::Scope, &["read", "write"]),
        (Key::Resource, &["https://api.example.com"]),
        (Key::Audience, &["orders"]),
        (Key::ClientId, &["portal"]),
        (Key::Issuer, &["https://as.example.com"]),
        (Key::TokenEndpoint, &["https://as.example.com/token"]),
        (Key::AuthorizationEndpoint, &[]),
    ] {
        assert_eq!(statement.texts(key).collect::<Vec<_>>(), texts, "{key}");
    }
    let at_run_time = |key| statement.values(key).iter().any(|it| it.value == Value::RunTime);
    assert!(at_run_time(Key::RedirectUri));
    assert!(!at_run_time(Key::Resource));
    assert_eq!(statement.origin(Place::Key(Key::Scope)), Some(Origin::Declared));
}

#[test]
fn a_value_of_the_run_time_is_judged_like_a_declared_one() {
    for (key, text, rule, place) in [
        (
            Key::RedirectUri,
            "http://app.example.com/cb",
            "insecure_redirect_uri",
            Place::Value(Key::RedirectUri, 0),
        ),
        (Key::Scope, "read\"", "invalid_scope", Place::Value(Key::Scope, 0)),
        (Key::Resource, "api", "invalid_resource", Place::Value(Key::Resource, 0)),
        (Key::Issuer, "http://as.example.com", "insecure_issuer", Place::Key(Key::Issuer)),
        (
            Key::TokenEndpoint,
            "http://as.example.com/token",
            "insecure_endpoint",
            Place::Key(Key::TokenEndpoint),
        ),
    ] {
        let findings = judged(&WEB, &[(key, text)]);
        let found: Vec<_> = findings.iter().map(|it| (it.rule.id, it.place, it.origin)).collect();
        assert_eq!(found, [(rule, place, GIVEN)], "{key}");
    }
}

#[test]
fn what_is_declared_is_not_judged_again() {
    let declaration = Declaration { issuer: Some("http://as.example.com"), ..WEB };
    assert_eq!(judged(&declaration, &[]), []);
    assert_eq!(judged(&declaration, &[(Key::RedirectUri, "https://app.example.com/cb")]), []);
}

/// What is said where the type of a field wrote the texts.
fn of_url_fields(declaration: &Declaration<'_>, given: &[(Key, &str)]) -> Vec<Finding> {
    let mut source = Statement::default();
    for (key, text) in given {
        source.push_url(*key, text, GIVEN);
    }
    let merged = merge(vec![source], Some(&Statement::declared(declaration)));
    judge_values(declaration, &merged, None, rules::all())
}

#[test]
fn a_slash_that_the_type_of_a_field_added_is_a_warning() {
    for (key, text, place) in [
        (Key::Resource, "https://mcp.example.com/", Place::Value(Key::Resource, 0)),
        (Key::Issuer, "https://as.example.com/", Place::Key(Key::Issuer)),
        (Key::RedirectUri, "https://app.example.com:8443/", Place::Value(Key::RedirectUri, 0)),
    ] {
        let findings = of_url_fields(&WEB, &[(key, text)]);
        let found: Vec<_> =
            findings.iter().map(|it| (it.rule.id, it.level, it.place, it.origin)).collect();
        assert_eq!(found, [("added_slash", Level::Warn, place, GIVEN)], "{key}");
        // Who writes the text writes the slash.
        assert_eq!(judged(&WEB, &[(key, text)]), [], "{key}");
    }
    let findings = of_url_fields(&WEB, &[(Key::Resource, "https://mcp.example.com/")]);
    let texts: Vec<_> = findings.iter().map(|it| (it.fact.as_str(), it.help.as_str())).collect();
    assert_eq!(
        texts,
        [(
            "`https://mcp.example.com/` ends in the slash that the type `Url` adds to a URL without a \
             path",
            "keep the value in a `String`, or name a function that gives it without the slash: \
             `#[oauth(resource, with = ...)]`; where the slash is part of the value, state \
             `allow(added_slash, reason = \"...\")`",
        )]
    );
}

#[test]
fn a_slash_that_somebody_wrote_is_none_that_was_added() {
    let resource = "https://mcp.example.com/";
    for (key, text) in [
        (Key::Resource, "https://mcp.example.com/mcp/"),
        (Key::Resource, "https://mcp.example.com/?a=b"),
        (Key::Resource, "com.example.app:/"),
        (Key::TokenEndpoint, "https://as.example.com/"),
    ] {
        let findings = of_url_fields(&WEB, &[(key, text)]);
        assert!(findings.iter().all(|it| it.rule.id != "added_slash"), "{text}");
    }
    // It is declared with the slash.
    let declaration = Declaration { resources: &[resource], resource_at_run_time: true, ..WEB };
    assert_eq!(of_url_fields(&declaration, &[(Key::Resource, resource)]), []);
    let waivers = [Waiver { rule: "added_slash", reason: "a test", until: None }];
    let declaration = Declaration { waivers: &waivers, ..WEB };
    assert_eq!(of_url_fields(&declaration, &[(Key::Resource, resource)]), []);
    // The metadata of the server has the issuer with the slash.
    let mut source = Statement::default();
    source.push_url(Key::Issuer, "https://as.example.com/", GIVEN);
    source.push_text(Key::Issuer, "https://as.example.com/", Origin::Metadata("issuer"));
    let merged = merge(vec![source], Some(&Statement::declared(&WEB)));
    assert_eq!(judge_values(&WEB, &merged, None, rules::all()), []);
}

#[test]
fn a_text_in_place_of_that_of_a_field_has_no_added_slash() {
    let mut field = Statement::default();
    field.push_url(Key::Resource, "https://mcp.example.com/", GIVEN);
    let mut method = Statement::default();
    method.push_text(Key::Resource, "https://mcp.example.com/", Origin::Method("resource"));
    let merged = merge(vec![method, field], Some(&Statement::declared(&WEB)));
    assert_eq!(judge_values(&WEB, &merged, None, rules::all()), []);
}

#[test]
fn a_redirect_uri_of_one_request_is_one_of_the_configuration() {
    const REQUESTED: Origin = Origin::Method("redirect_uri");
    let said = |declaration: &Declaration<'_>, known: &[&str], requested: &str| {
        let mut configured = Statement::declared(declaration);
        for text in known {
            configured.push_text(Key::RedirectUri, text, Origin::Declared);
        }
        configured.close(Key::RedirectUri);
        let mut request = Statement::default();
        request.push_text(Key::RedirectUri, requested, REQUESTED);
        let merged = merge(vec![request], Some(&configured));
        let findings = judge_values(declaration, &merged, None, rules::all());
        let texts: Vec<_> =
            findings.into_iter().map(|it| (it.rule.id, it.origin, it.fact, it.help)).collect();
        texts
    };
    let known = ["https://app.example.com/cb"];
    let other = "https://evil.example/cb?key=SECRETKEY";
    let refused = |fact: &str, help: &str| {
        vec![("undeclared_value", REQUESTED, String::from(fact), String::from(help))]
    };
    // The declaration leaves them to the run time, by `runtime` or by saying nothing.
    let nothing = Declaration { redirect_uri_at_run_time: false, ..WEB };
    for declaration in [&WEB, &nothing] {
        assert_eq!(said(declaration, &known, known[0]), []);
        assert_eq!(
            said(declaration, &known, other),
            refused(
                "the flow is not configured with the redirect URI `https://evil.example/cb?...`",
                "give it to `redirect_uri` of the builder, or to a field",
            )
        );
    }
    // The declaration lists them.
    let listed = Declaration { redirect_uris: &known, ..nothing };
    assert_eq!(said(&listed, &known, known[0]), []);
    assert_eq!(
        said(&listed, &known, other),
        refused(
            "`https://evil.example/cb?...` is not declared",
            "add it to `redirect_uri`, or leave `redirect_uri` to the run time",
        )
    );
}
