//! The URI itself: what it may hold, and what a browser would make of it.

use alloc::format;
use alloc::string::String;
use alloc::vec;

use super::{all_redirect_uris, as_sent, placeholder};
use crate::declaration::Keys;
use crate::finding::{Remedy, quoted};
use crate::rule::Level::{Error, Warn};
use crate::rule::{Check, Rule, example};
use crate::source::{
    client_id_metadata, oauth21, oidc_back_channel_logout, oidc_core, oidc_logout, rfc,
};
use crate::subject::Place;
use crate::uri::{BrowserForm, Uri};
use crate::vocabulary::Key;

const URIS: Keys = Keys::of(&[Key::RedirectUri]);

pub(super) static INVALID_REDIRECT_URI: Rule = Rule {
    id: "invalid_redirect_uri",
    summary: "a redirect URI is not an absolute URI of RFC 3986",
    help: "write the whole URI, as it is registered with the server",
    yields_to: &["templated_redirect_uri", "wildcard_redirect_uri", "dangerous_redirect_scheme"],
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[
        example(r#"kind = "web", redirect_uri = "/cb""#),
        example(r#"kind = "web", redirect_uri = "app.example.com/cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com:99999/cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/c b""#),
        example(r#"kind = "web", redirect_uri = """#),
    ],
    sources: &[rfc(6749, "3.1.2", "MUST"), oauth21("2.3", "MUST")],
    check: Check::Subject(|subject, report| {
        for (place, text) in all_redirect_uris(subject) {
            // What a placeholder stands for may well be valid: the rule about it speaks.
            if let (Err(error), None) = (Uri::read(text), placeholder(text)) {
                let fact = format!("the redirect URI {} {error}", quoted(text));
                let help = "write the whole URI, as it is registered with the server";
                report.add(place, fact, Remedy::decide(help));
            }
        }
    }),
    ..Rule::BASE
};

pub(super) static REDIRECT_URI_FRAGMENT: Rule = Rule {
    id: "redirect_uri_fragment",
    summary: "a redirect URI has a fragment",
    why: Some("the server adds its parameters to the URI, and a fragment swallows or loses them"),
    help: "remove the fragment",
    yields_to: &["templated_redirect_uri", "dangerous_redirect_scheme"],
    reads: URIS,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/#/cb""#)],
    sources: &[
        rfc(6749, "3.1.2", "MUST NOT"),
        oauth21("2.3", "MUST NOT"),
        oidc_back_channel_logout("2.2", "MUST NOT"),
    ],
    check: Check::Subject(|subject, report| {
        for (place, text) in all_redirect_uris(subject) {
            let Ok(Uri { fragment: Some(_), .. }) = Uri::read(text) else { continue };
            let fact = format!("the redirect URI {} has a fragment", quoted(text));
            let whole = text.split('#').next().unwrap_or_default();
            report.add(place, fact, Remedy::Replace(place, String::from(whole)));
        }
    }),
    ..Rule::BASE
};

pub(super) static WILDCARD_REDIRECT_URI: Rule = Rule {
    id: "wildcard_redirect_uri",
    levels: [Error, Warn, Error, Error, Error],
    summary: "a redirect URI has a wildcard",
    why: Some("one page or subdomain that an attacker controls then receives every code"),
    help: "list every URI: servers compare them as plain strings",
    yields_to: &["dangerous_redirect_scheme"],
    reads: URIS,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[
        example(r#"kind = "web", redirect_uri = "https://*.example.com/cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/*""#),
    ],
    sources: &[
        rfc(9700, "4.1.3", "MUST"),
        oauth21("2.3.1", "MUST"),
        rfc(6749, "3.1.2.2", "SHOULD"),
        oidc_core("3.1.2.1", "MUST"),
        oidc_logout("3", "MUST NOT"),
    ],
    check: Check::Subject(|subject, report| {
        for (place, text) in all_redirect_uris(subject) {
            if text.contains('*') {
                let fact = format!("the redirect URI {} has a wildcard", quoted(text));
                let help = "list every URI: servers compare them as plain strings";
                report.add(place, fact, Remedy::decide(help));
            }
        }
    }),
    ..Rule::BASE
};

pub(super) static TEMPLATED_REDIRECT_URI: Rule = Rule {
    id: "templated_redirect_uri",
    levels: [Error, Warn, Error, Error, Error],
    summary: "a redirect URI has a placeholder",
    why: Some("what fills the placeholder decides where codes go, and an attacker may fill it"),
    help: "list every URI",
    yields_to: &["wildcard_redirect_uri", "dangerous_redirect_scheme"],
    reads: URIS,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[
        example(r#"kind = "web", redirect_uri = "https://{tenant}.example.com/cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/:tenant/cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/<tenant>/cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/%s/cb""#),
        example(r#"kind = "native", redirect_uri = "http://127.0.0.1:%d/cb""#),
    ],
    sources: &[rfc(9700, "4.1", ""), rfc(6749, "3.1.2.2", "")],
    check: Check::Subject(|subject, report| {
        for (place, text) in all_redirect_uris(subject) {
            if let Some(part) = placeholder(text) {
                let fact = format!("the redirect URI has the placeholder {}", quoted(part));
                report.add(place, fact, Remedy::decide("list every URI"));
            }
        }
    }),
    ..Rule::BASE
};

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
        for (place, text) in all_redirect_uris(subject) {
            let Ok(uri) = Uri::read(text) else { continue };
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
        for (place, text) in all_redirect_uris(subject) {
            let Ok(uri) = Uri::read(text) else { continue };
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

pub(super) static DUPLICATE_REDIRECT_URI: Rule = Rule {
    id: "duplicate_redirect_uri",
    levels: [Warn; 5],
    summary: "the same redirect URI twice",
    help: "remove one",
    reads: URIS,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[example(
        r#"kind = "web", redirect_uri("https://app.example.com/cb", "https://app.example.com/cb")"#,
    )],
    sources: &[rfc(7591, "2", ""), rfc(8252, "8.4", "")],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let lists: [(&[&str], fn(usize) -> Place); 2] = [
            (declaration.redirect_uris, Place::RedirectUri),
            (declaration.post_logout_redirect_uris, Place::PostLogoutRedirectUri),
        ];
        for (uris, place) in lists {
            for (index, text) in uris.iter().enumerate() {
                let Some(first) = uris.iter().take(index).position(|other| other == text) else {
                    continue;
                };
                let fact = format!("the redirect URI {} is declared twice", quoted(text));
                let second = place(index);
                report.add_with(second, vec![place(first)], fact, Remedy::Remove(second));
            }
        }
    }),
    ..Rule::BASE
};

/// The rules whose remedy is another URI: where they are waived, the URI stays as it is written.
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
    yields_to: &[
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
    ],
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
        for (place, text) in all_redirect_uris(subject) {
            let Ok(uri) = Uri::read(text) else { continue };
            let remedy = match uri.browser_form() {
                BrowserForm::Same => continue,
                BrowserForm::Form(form) => Remedy::Replace(place, form),
                BrowserForm::Punycode => Remedy::decide("write the host in its `xn--` form"),
            };
            let fact = format!("a browser does not send {} as it is written", quoted(text));
            report.add(place, fact, remedy);
        }
    }),
    ..Rule::BASE
};
