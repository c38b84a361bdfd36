//! Where a browser reads a redirect URI otherwise than its author.

use crate::judge::{Check, Remedy, Rule, example, quoted};
use crate::members::{Key, Keys};
use crate::rules::extensions::MCP_REDIRECT_URI;
use crate::rules::redirect_uris::form::INVALID_REDIRECT_URI;
use crate::rules::redirect_uris::form::TEMPLATED_REDIRECT_URI;
use crate::rules::redirect_uris::form::WILDCARD_REDIRECT_URI;
use crate::rules::redirect_uris::native::HTTPS_LOOPBACK_REDIRECT_URI;
use crate::rules::redirect_uris::native::LOCALHOST_REDIRECT_URI;
use crate::rules::redirect_uris::native::PRIVATE_USE_SCHEME;
use crate::rules::redirect_uris::native::PRIVATE_USE_SCHEME_ON_WEB;
use crate::rules::redirect_uris::transport::DANGEROUS_REDIRECT_SCHEME;
use crate::rules::redirect_uris::transport::INSECURE_LOGOUT_URI;
use crate::rules::redirect_uris::transport::INSECURE_REDIRECT_URI;
use crate::rules::redirect_uris::transport::LOOPBACK_REDIRECT_URI;
use alloc::format;

use super::{BOTH, as_sent};
use crate::citation::{client_id_metadata, rfc};
use crate::judge::Level::{Error, Warn};
use crate::uri::{BrowserForm, Uri};

const URIS: Keys = Keys::of(&[Key::RedirectUri]);

pub(crate) static REDIRECT_URI_USERINFO: Rule = Rule {
    id: "redirect_uri_userinfo",
    summary: "a redirect URI has userinfo before its host",
    why: Some("what stands before the `@` looks like the host and is not"),
    help: "remove everything before the `@`; what follows it is the real host",
    yields_to: &[
        &DANGEROUS_REDIRECT_SCHEME,
        &PRIVATE_USE_SCHEME,
        &PRIVATE_USE_SCHEME_ON_WEB,
        &MCP_REDIRECT_URI,
    ],
    reads: URIS,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[example(
        r#"kind = "web", redirect_uri = "https://app.example.com@evil.example/cb""#,
    )],
    citations: &[client_id_metadata("3", ""), rfc(3986, "3.2.1", "")],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(BOTH) {
            let Some(authority) = uri.authority else { continue };
            if authority.userinfo.is_some() {
                let host = quoted(authority.host);
                let fact = format!("the redirect URI has userinfo: its real host is {host}");
                let help = "remove everything before the `@`, if what follows it is your host";
                report.say(place, fact, Remedy::decide(help));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static REDIRECT_URI_DOT_SEGMENTS: Rule = Rule {
    id: "redirect_uri_dot_segments",
    levels: [Error, Warn, Error, Error, Error],
    summary: "the path of a redirect URI is one that browsers or servers rewrite",
    why: Some("the URI that is compared is then not the one that is asked for"),
    help: "write the path that the browser will ask for",
    yields_to: &[&DANGEROUS_REDIRECT_SCHEME, &TEMPLATED_REDIRECT_URI],
    reads: URIS,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[
        example(r#"kind = "web", redirect_uri = "https://app.example.com/a/../cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/%2e%2e/cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/a\\cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/a%2Fcb""#),
    ],
    citations: &[rfc(9700, "4.1.3", "MUST"), client_id_metadata("3", "")],
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
                report.say(place, fact, remedy);
            }
        }
    }),
    ..Rule::BASE
};

/// The rules whose remedy rewrites the URI, or replaces it.
const MORE_THAN_SPELLING: &[&Rule] = &[
    &INVALID_REDIRECT_URI,
    &DANGEROUS_REDIRECT_SCHEME,
    &REDIRECT_URI_DOT_SEGMENTS,
    &REDIRECT_URI_USERINFO,
    &WILDCARD_REDIRECT_URI,
    &TEMPLATED_REDIRECT_URI,
    &INSECURE_REDIRECT_URI,
    &INSECURE_LOGOUT_URI,
    &LOOPBACK_REDIRECT_URI,
    &LOCALHOST_REDIRECT_URI,
    &HTTPS_LOOPBACK_REDIRECT_URI,
    &PRIVATE_USE_SCHEME,
    &PRIVATE_USE_SCHEME_ON_WEB,
    &MCP_REDIRECT_URI,
];

/// Those of them that judge what the URI leads to: where one is waived, the URI stays, and its
/// spelling matters.
const URI_STAYS: &[&Rule] = &[
    &INSECURE_REDIRECT_URI,
    &INSECURE_LOGOUT_URI,
    &LOOPBACK_REDIRECT_URI,
    &LOCALHOST_REDIRECT_URI,
    &HTTPS_LOOPBACK_REDIRECT_URI,
    &PRIVATE_USE_SCHEME,
    &PRIVATE_USE_SCHEME_ON_WEB,
    &MCP_REDIRECT_URI,
];

pub(crate) static NONCANONICAL_REDIRECT_URI: Rule = Rule {
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
    citations: &[rfc(6749, "3.1.2.3", "MUST"), rfc(3986, "6.2.2", "")],
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
            report.say(place, fact, remedy);
        }
    }),
    ..Rule::BASE
};
