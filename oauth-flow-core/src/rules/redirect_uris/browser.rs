//! Where a browser reads a redirect URI otherwise than its author.

use alloc::format;

use super::{BOTH, as_sent};
use crate::declaration::Keys;
use crate::finding::{Remedy, quoted};
use crate::rule::Level::{Error, Warn};
use crate::rule::{Check, Rule, example};
use crate::source::{client_id_metadata, rfc};
use crate::uri::{BrowserForm, Uri};
use crate::vocabulary::Key;

const URIS: Keys = Keys::of(&[Key::RedirectUri]);

pub(super) static REDIRECT_URI_USERINFO: Rule = Rule {
    id: "redirect_uri_userinfo",
    summary: "a redirect URI has userinfo before its host",
    why: Some("what stands before the `@` looks like the host and is not"),
    help: "remove everything before the `@`; what follows it is the real host",
    yields_to: &[
        "dangerous_redirect_scheme",
        "private_use_scheme",
        "private_use_scheme_on_web",
        "mcp_redirect_uri",
    ],
    reads: URIS,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[example(
        r#"kind = "web", redirect_uri = "https://app.example.com@evil.example/cb""#,
    )],
    sources: &[client_id_metadata("3", ""), rfc(3986, "3.2.1", "")],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(BOTH) {
            let Some(authority) = uri.authority else { continue };
            if authority.userinfo.is_some() {
                let host = quoted(authority.host);
                let fact = format!("the redirect URI has userinfo: its real host is {host}");
                let help = "remove everything before the `@`, if what follows it is your host";
                report.add(place, fact, Remedy::decide(help));
            }
        }
    }),
    ..Rule::BASE
};

pub(super) static REDIRECT_URI_DOT_SEGMENTS: Rule = Rule {
    id: "redirect_uri_dot_segments",
    levels: [Error, Warn, Error, Error, Error],
    summary: "the path of a redirect URI is one that browsers or servers rewrite",
    why: Some("the URI that is compared is then not the one that is asked for"),
    help: "write the path that the browser will ask for",
    yields_to: &["dangerous_redirect_scheme", "templated_redirect_uri"],
    reads: URIS,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[
        example(r#"kind = "web", redirect_uri = "https://app.example.com/a/../cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/%2e%2e/cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/a\\cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/a%2Fcb""#),
    ],
    sources: &[rfc(9700, "4.1.3", "MUST"), client_id_metadata("3", "")],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(BOTH) {
            if uri.rewritten_path() {
                let fact = "the path of the redirect URI is one that browsers or servers rewrite";
                let sent = as_sent(&uri);
                let plain = Uri::read(&sent).is_ok_and(|uri| !uri.rewritten_path());
                let remedy = if plain {
                    Remedy::Replace(place, sent)
                } else {
                    Remedy::decide("write the path without an encoded slash or backslash")
                };
                report.add(place, fact, remedy);
            }
        }
    }),
    ..Rule::BASE
};

/// The rules whose remedy rewrites the URI, or replaces it.
const MORE_THAN_SPELLING: &[&str] = &[
    "invalid_redirect_uri",
    "dangerous_redirect_scheme",
    "redirect_uri_dot_segments",
    "redirect_uri_userinfo",
    "wildcard_redirect_uri",
    "templated_redirect_uri",
    "insecure_redirect_uri",
    "insecure_logout_uri",
    "loopback_redirect_uri",
    "localhost_redirect_uri",
    "https_loopback_redirect_uri",
    "private_use_scheme",
    "private_use_scheme_on_web",
    "mcp_redirect_uri",
];

/// Those of them that judge what the URI leads to: where one is waived, the URI stays, and its
/// spelling matters.
const URI_STAYS: &[&str] = &[
    "insecure_redirect_uri",
    "insecure_logout_uri",
    "loopback_redirect_uri",
    "localhost_redirect_uri",
    "https_loopback_redirect_uri",
    "private_use_scheme",
    "private_use_scheme_on_web",
    "mcp_redirect_uri",
];

pub(super) static NONCANONICAL_REDIRECT_URI: Rule = Rule {
    id: "noncanonical_redirect_uri",
    levels: [Warn; 5],
    summary: "a browser sends a redirect URI otherwise than it is written",
    why: Some("servers compare redirect URIs as plain strings"),
    help: "write the form that the browser sends",
    yields_to: MORE_THAN_SPELLING,
    uncovered_by_waiver: URI_STAYS,
    reads: URIS,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com""#)],
    rejects: &[
        example(r#"kind = "web", redirect_uri = "HTTPS://App.Example.com:443/cb""#),
        example(r#"kind = "native", redirect_uri = "http://127.1/cb""#),
        example(r#"kind = "web", redirect_uri = "https://bücher.example/cb""#),
    ],
    sources: &[rfc(6749, "3.1.2.3", "MUST"), rfc(3986, "6.2.2", "")],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(BOTH) {
            let remedy = match uri.browser_form() {
                BrowserForm::Same => continue,
                BrowserForm::Form(form) if Uri::read(&form).is_ok() => Remedy::Replace(place, form),
                BrowserForm::Form(_) => {
                    Remedy::decide("write a host of letters, digits, hyphens and dots")
                }
                BrowserForm::Punycode => Remedy::decide("write the host in its `xn--` form"),
            };
            let fact = format!("a browser does not send {} as it is written", quoted(uri.text));
            report.add(place, fact, remedy);
        }
    }),
};
