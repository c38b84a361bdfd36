//! One mistake, one finding: what the rules of this chapter say together of one URI.

#![allow(clippy::large_types_passed_by_value)]

use alloc::vec::Vec;

use crate::declaration::{Declaration, Waiver};
use crate::judge::{Subject, check};
use crate::members::{Key, Keys};
use crate::uri::Uri;
use crate::vocabulary::{Kind, Profile};

fn found(declaration: Declaration<'_>) -> Vec<&'static str> {
    let written = Keys::of(&[Key::Kind, Key::Profile, Key::RedirectUri]);
    let subject = Subject::of(declaration.completed(written));
    for finding in check(&subject) {
        let columns = finding.fact.chars().count();
        assert!(columns < 100, "{columns} columns: {}", finding.fact);
    }
    check(&subject).iter().map(|finding| finding.rule.id).collect()
}

fn redirected(kind: Kind, uri: &str) -> Vec<&'static str> {
    found(Declaration { kind: Some(kind), redirect_uris: &[uri], ..Declaration::EMPTY })
}

#[test]
fn a_variable_is_no_escape_of_a_host() {
    for (uri, variable) in [
        ("%APP_URL%/cb", Some("%APP_URL%")),
        ("https://%HOST%:8443/cb", Some("%HOST%")),
        ("$APP_URL/cb", Some("$APP_URL")),
        ("https://%41%42.example.com/cb", None),
    ] {
        assert_eq!(super::placeholder(uri), variable, "{uri}");
    }
}

#[test]
fn a_uri_with_one_mistake_has_one_finding() {
    for (kind, uri, id) in [
        (Kind::Web, "localhost:8080/cb", "invalid_redirect_uri"),
        (Kind::Web, "http://127.0.0.1\\@evil.example/cb", "invalid_redirect_uri"),
        (Kind::Web, "*", "wildcard_redirect_uri"),
        (Kind::Web, "https://*.example.com:*/cb", "wildcard_redirect_uri"),
        (Kind::Web, "https://{tenant}.example.com/*", "wildcard_redirect_uri"),
        (Kind::Web, "https://{{tenant}}.example.com/cb", "templated_redirect_uri"),
        (Kind::Web, "https://app.example.com/${tenant}/cb", "templated_redirect_uri"),
        (Kind::Native, "http://127.0.0.1:%d/cb", "templated_redirect_uri"),
        (Kind::Native, "myapp:/cb", "private_use_scheme"),
        (Kind::Native, "MyApp://cb", "private_use_scheme"),
        (Kind::Web, "myapp://cb", "private_use_scheme_on_web"),
        (Kind::Web, "com.example.app://user@host/cb", "private_use_scheme_on_web"),
        (Kind::Native, "com.example.app://user@host/cb", "redirect_uri_userinfo"),
        (Kind::Native, "com.example.app:///cb", "private_use_scheme_authority"),
        (Kind::Native, "Com.Example.App:/cb", "noncanonical_redirect_uri"),
        (Kind::Web, "HTTPS://App.Example.com:443/cb", "noncanonical_redirect_uri"),
        (Kind::Web, "http://127.0.0.1@evil.example/cb", "redirect_uri_userinfo"),
        (Kind::Native, "http://localhost:80@evil.example/cb", "redirect_uri_userinfo"),
        (Kind::Native, "https://user@localhost/cb", "redirect_uri_userinfo"),
        (Kind::Web, "http://localhost", "loopback_redirect_uri"),
        (Kind::Web, "http://0x7f.1/cb", "loopback_redirect_uri"),
        (Kind::Native, "http://0x7f.1/cb", "noncanonical_redirect_uri"),
        (Kind::Native, "http://127.2/cb", "localhost_redirect_uri"),
        (Kind::Native, "http://LOCALHOST:80/cb", "localhost_redirect_uri"),
        (Kind::Native, "https://localhost/cb", "https_loopback_redirect_uri"),
        (Kind::Native, "https://0177.0.0.1:443/cb", "https_loopback_redirect_uri"),
        (Kind::Web, "http://App.Example.com:80/cb", "insecure_redirect_uri"),
        (Kind::Native, "http://0.0.0.0/cb", "insecure_redirect_uri"),
        (Kind::Native, "http://[::ffff:127.0.0.1]/cb", "insecure_redirect_uri"),
        (Kind::Web, "JavaScript:alert(\"x\")", "dangerous_redirect_scheme"),
        (Kind::Web, "file:///{x}/../*#y", "dangerous_redirect_scheme"),
        (Kind::Native, "urn:ietf:wg:oauth:2.0:oob:auto", "dangerous_redirect_scheme"),
        (Kind::Web, "https://App.example.com/a/..\\cb", "redirect_uri_dot_segments"),
        (
            Kind::Web,
            "https://app.example.com/cb?iss=https://b.example",
            "redirect_uri_reserved_parameter",
        ),
        (Kind::Web, "https://app.example.com/cb?access_token=x", "secret_in_uri"),
        (Kind::Web, "https://app.example.com/cb?returnTo=1", "open_redirector"),
    ] {
        assert_eq!(redirected(kind, uri), [id], "{kind} {uri}");
    }
}

#[test]
fn two_mistakes_in_one_uri_have_two_findings() {
    for (uri, ids) in [
        ("http://*.example.com/cb", ["insecure_redirect_uri", "wildcard_redirect_uri"]),
        ("http://app.example.com/:tenant", ["insecure_redirect_uri", "templated_redirect_uri"]),
        ("http://app.example.com/#/cb", ["insecure_redirect_uri", "redirect_uri_fragment"]),
        ("http://localhost/../cb", ["loopback_redirect_uri", "redirect_uri_dot_segments"]),
    ] {
        assert_eq!(redirected(Kind::Web, uri), ids, "{uri}");
    }
}

#[test]
fn a_waived_loopback_uri_still_has_to_be_canonical() {
    let waivers = [Waiver { rule: "loopback_redirect_uri", reason: "a test", until: None }];
    let declaration = |uris| Declaration {
        kind: Some(Kind::Web),
        redirect_uris: uris,
        waivers: &waivers,
        ..Declaration::EMPTY
    };
    assert_eq!(found(declaration(&["http://localhost:80/cb"])), ["noncanonical_redirect_uri"]);
    assert!(found(declaration(&["http://localhost/cb"])).is_empty());
}

#[test]
fn a_repeated_uri_is_judged_where_it_stands_first() {
    let uris = ["http://app.example.com/cb", "http://app.example.com/cb"];
    let declaration =
        Declaration { kind: Some(Kind::Web), redirect_uris: &uris, ..Declaration::EMPTY };
    assert_eq!(found(declaration), ["insecure_redirect_uri", "duplicate_redirect_uri"]);
}

#[test]
fn a_post_logout_uri_is_judged_too() {
    for (uri, id) in [
        ("/bye", "invalid_redirect_uri"),
        ("https://app.example.com/*", "wildcard_redirect_uri"),
        ("https://{tenant}.example.com/bye", "templated_redirect_uri"),
        ("https://app.example.com/#/bye", "redirect_uri_fragment"),
        ("javascript:alert(1)", "dangerous_redirect_scheme"),
        ("https://App.example.com/bye", "noncanonical_redirect_uri"),
        ("http://App.example.com:80/bye", "insecure_logout_uri"),
        ("http://127.0.0.1@evil.example/bye", "redirect_uri_userinfo"),
    ] {
        let declaration = Declaration {
            kind: Some(Kind::Web),
            redirect_uris: &["https://app.example.com/cb"],
            post_logout_redirect_uris: &[uri],
            scopes: &["openid"],
            ..Declaration::EMPTY
        };
        assert_eq!(found(declaration), [id], "{uri}");
    }
}

#[test]
fn what_the_remedies_write_is_accepted() {
    for (kind, uri) in [
        (Kind::Native, "http://LOCALHOST:80/cb?x=localhost"),
        (Kind::Native, "https://app.localhost:8443/cb"),
        (Kind::Native, "com.example.app://host/cb"),
        (Kind::Web, "http://App.example.com:80/cb"),
        (Kind::Web, "https://app.example.com/a/../cb"),
        (Kind::Web, "https://app.example.com#/cb"),
        (Kind::Web, "https://APP.example.com?ü"),
    ] {
        let declaration =
            Declaration { kind: Some(kind), redirect_uris: &[uri], ..Declaration::EMPTY };
        let subject = Subject::of(declaration.completed(Keys::of(&[Key::Kind, Key::RedirectUri])));
        let findings = check(&subject);
        let help = findings.first().map(|finding| finding.help.clone());
        let written = help.as_deref().and_then(|help| help.split('`').nth(1)).unwrap_or_default();
        assert!(Uri::read(written).is_ok(), "{uri}: {help:?}");
        assert!(redirected(kind, written).is_empty(), "{uri}: {help:?}");
    }
}

#[test]
fn a_form_that_no_uri_has_is_not_to_be_written() {
    // The WHATWG URL standard keeps a quote in a host; RFC 3986 section 3.2.2 has none there.
    for (uri, id, help) in [
        (
            "https://app%22.example.com/cb",
            "noncanonical_redirect_uri",
            "write a host of letters, digits, hyphens and dots, here and in the registration",
        ),
        (
            "http://app%22.example.com/cb",
            "insecure_redirect_uri",
            "write `https://app%22.example.com/cb` in place of `http://app%22.example.com/cb`, here and in the registration",
        ),
    ] {
        let declaration =
            Declaration { kind: Some(Kind::Web), redirect_uris: &[uri], ..Declaration::EMPTY };
        let subject = Subject::of(declaration.completed(Keys::of(&[Key::Kind, Key::RedirectUri])));
        let findings: Vec<_> = check(&subject);
        let said: Vec<_> =
            findings.iter().map(|it| (it.rule.id, it.remedy.text(&subject))).collect();
        assert_eq!(said, [(id, help.into())]);
    }
}

#[test]
fn what_mcp_takes_is_one_finding_too() {
    for uri in ["Com.Example.App:/cb", "com.example.app://user@host/cb", "myapp://cb"] {
        let declaration = Declaration {
            kind: Some(Kind::Native),
            profile: Profile::Mcp,
            redirect_uris: &[uri],
            resources: &["https://mcp.example.com"],
            ..Declaration::EMPTY
        };
        assert_eq!(found(declaration).len(), 1, "{uri}");
    }
}
