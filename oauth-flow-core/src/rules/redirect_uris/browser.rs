//! Redirect URIs that a browser reads in another way than their author.

use super::form::{INVALID_REDIRECT_URI, TEMPLATED_REDIRECT_URI, WILDCARD_REDIRECT_URI};
use super::native::{
    HTTPS_LOOPBACK_REDIRECT_URI, LOCALHOST_REDIRECT_URI, PRIVATE_USE_SCHEME,
    PRIVATE_USE_SCHEME_ON_WEB,
};
use super::transport::{
    DANGEROUS_REDIRECT_SCHEME, INSECURE_LOGOUT_URI, INSECURE_REDIRECT_URI, LOOPBACK_REDIRECT_URI,
};
use super::{BOTH, as_sent};
use crate::citation::{client_id_metadata, rfc};
use crate::judge::Level::{Error, Warn};
use crate::judge::{Check, Rule, at, example};
use crate::members::{Key, Keys};
use crate::rules::extensions::MCP_REDIRECT_URI;
use crate::uri::{BrowserForm, Uri};

const URIS: Keys = Keys::of(&[Key::RedirectUri]);

pub(crate) static REDIRECT_URI_USERINFO: Rule = Rule {
    id: "redirect_uri_userinfo",
    summary: "a redirect URI has userinfo before its host",
    facts: &["the redirect URI has userinfo: its real host is `{host}`"],
    why: Some("text before the `@` looks like the host and is not"),
    help: "remove everything before the `@`, if what follows it is your host, here and in the registration",
    yields_to: &[
        &DANGEROUS_REDIRECT_SCHEME,
        &PRIVATE_USE_SCHEME,
        &PRIVATE_USE_SCHEME_ON_WEB,
        &MCP_REDIRECT_URI,
    ],
    reads: URIS,
    values: BOTH,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[example(
        r#"kind = "web", redirect_uri = "https://app.example.com@evil.example/cb""#,
    )],
    citations: &[client_id_metadata("3", ""), rfc(3986, "3.2.1", "")],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(BOTH) {
            let Some(authority) = uri.authority else { continue };
            if authority.userinfo.is_some() {
                report.add(at(place).quote(authority.host));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static REDIRECT_URI_DOT_SEGMENTS: Rule = Rule {
    id: "redirect_uri_dot_segments",
    levels: [Error, Warn, Error, Error, Error],
    summary: "browsers or servers rewrite the path of a redirect URI",
    facts: &["browsers or servers rewrite the path of the redirect URI"],
    why: Some("the server then compares another URI than the one that the browser asks for"),
    help: "write the path without an encoded slash or backslash, here and in the registration",
    yields_to: &[&DANGEROUS_REDIRECT_SCHEME, &TEMPLATED_REDIRECT_URI],
    reads: URIS,
    values: BOTH,
    accepts: &[
        example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#),
        example(r#"kind = "native", redirect_uri = "com.example.app:/signature/2pmj9i4rS%2F""#),
    ],
    rejects: &[
        example(r#"kind = "web", redirect_uri = "https://app.example.com/a/../cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/%2e%2e/cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/a\\cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/a%2Fcb""#),
    ],
    citations: &[rfc(9700, "4.1.3", "MUST"), client_id_metadata("3", "")],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(BOTH) {
            // An app gets its URI as it was sent: there, an escaped slash stays what it is.
            let web = uri.is_http() || uri.is_https();
            let everywhere = uri.has_dot_segments() || uri.path.contains('\\');
            if everywhere || (web && uri.rewritten_path()) {
                let sent = as_sent(&uri);
                let plain = Uri::read(&sent).is_ok_and(|uri| !uri.rewritten_path());
                report.add(if plain { at(place).replace(&sent) } else { at(place) });
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

/// Those of them that judge where the URI leads: where one is waived, the URI stays as it is, and its
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
    summary: "a browser sends a redirect URI in another form than the written one",
    facts: &["a browser sends another form of `{uri}`"],
    why: Some("servers compare redirect URIs as plain strings"),
    help: "write the form that the browser sends, here and in the registration",
    yields_to: MORE_THAN_SPELLING,
    uncovered_by_waiver: URI_STAYS,
    reads: URIS,
    values: BOTH,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com""#)],
    rejects: &[
        example(r#"kind = "web", redirect_uri = "HTTPS://App.Example.com:443/cb""#),
        example(r#"kind = "native", redirect_uri = "http://127.1/cb""#),
        example(r#"kind = "web", redirect_uri = "https://bücher.example/cb""#),
    ],
    citations: &[rfc(6749, "3.1.2.3", "MUST"), rfc(3986, "6.2.2", "")],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(BOTH) {
            let mistake = at(place).quote(uri.text);
            report.add(match uri.browser_form() {
                BrowserForm::Same => continue,
                BrowserForm::Form(form) if Uri::read(&form).is_ok() => mistake.replace(&form),
                BrowserForm::Form(_) => mistake.help(
                    "write a host of letters, digits, hyphens and dots, here and in the registration",
                ),
                BrowserForm::Punycode => mistake
                    .help("write the host in its `xn--` form, here and in the registration"),
            });
        }
    }),
    ..Rule::BASE
};
