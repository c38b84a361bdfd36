//! The form of a redirect URI, and of the list of them.

use crate::judge::{Address, Check, Place, Remedy, Report, Rule, example, quoted};
use crate::members::{Key, Keys};
use crate::rules::redirect_uris::transport::DANGEROUS_REDIRECT_SCHEME;
use alloc::format;
use alloc::string::String;
use alloc::vec;

use super::{BOTH, placeholder};
use crate::citation::{oauth21, oidc_back_channel_logout, oidc_core, oidc_logout, rfc};
use crate::judge::Level::{Error, Warn};

const URIS: Keys = Keys::of(&[Key::RedirectUri]);

pub(crate) static INVALID_REDIRECT_URI: Rule = Rule {
    id: "invalid_redirect_uri",
    summary: "a redirect URI is not an absolute URI of RFC 3986",
    help: "write the whole URI, as it is registered with the server",
    yields_to: &[&TEMPLATED_REDIRECT_URI, &WILDCARD_REDIRECT_URI, &DANGEROUS_REDIRECT_SCHEME],
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[
        example(r#"kind = "web", redirect_uri = "/cb""#),
        example(r#"kind = "web", redirect_uri = "app.example.com/cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com:99999/cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/c b""#),
        example(r#"kind = "web", redirect_uri = """#),
    ],
    citations: &[rfc(6749, "3.1.2", "MUST"), oauth21("2.3", "MUST")],
    check: Check::Subject(|subject, report| {
        for &Address { place, text, uri } in subject.addresses(BOTH) {
            // What a placeholder stands for may well be valid: the rule about it speaks.
            if let (Err(error), None) = (uri, placeholder(text)) {
                let fact = format!("the redirect URI {} {error}", quoted(text));
                let help = "write the whole URI, as it is registered with the server";
                report.say(place, fact, Remedy::decide(help));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static REDIRECT_URI_FRAGMENT: Rule = Rule {
    id: "redirect_uri_fragment",
    summary: "a redirect URI has a fragment",
    why: Some("the server adds its parameters to the URI, and a fragment swallows or loses them"),
    help: "remove the fragment",
    yields_to: &[&TEMPLATED_REDIRECT_URI, &DANGEROUS_REDIRECT_SCHEME],
    reads: URIS,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/#/cb""#)],
    citations: &[
        rfc(6749, "3.1.2", "MUST NOT"),
        oauth21("2.3", "MUST NOT"),
        oidc_back_channel_logout("2.2", "MUST NOT"),
    ],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(BOTH) {
            if uri.fragment.is_some() {
                let fact = format!("the redirect URI {} has a fragment", quoted(uri.text));
                let whole = uri.text.split('#').next().unwrap_or_default();
                report.say(place, fact, Remedy::Replace(place, String::from(whole)));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static WILDCARD_REDIRECT_URI: Rule = Rule {
    id: "wildcard_redirect_uri",
    levels: [Error, Warn, Error, Error, Error],
    summary: "a redirect URI has a wildcard",
    why: Some("one page or subdomain that an attacker controls then receives every code"),
    help: "list every URI: servers compare them as plain strings",
    yields_to: &[&DANGEROUS_REDIRECT_SCHEME],
    reads: URIS,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[
        example(r#"kind = "web", redirect_uri = "https://*.example.com/cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/*""#),
    ],
    citations: &[
        rfc(9700, "4.1.3", "MUST"),
        oauth21("2.3.1", "MUST"),
        rfc(6749, "3.1.2.2", "SHOULD"),
        oidc_core("3.1.2.1", "MUST"),
        oidc_logout("3", "MUST NOT"),
    ],
    check: Check::Subject(|subject, report| {
        for &Address { place, text, .. } in subject.addresses(BOTH) {
            if text.contains('*') {
                let fact = format!("the redirect URI {} has a wildcard", quoted(text));
                let help = instead_of_a_pattern(text);
                report.say(place, fact, Remedy::decide(help));
            }
        }
    }),
    ..Rule::BASE
};

/// What to write in place of a pattern. Only the port of a loopback address is free (RFC 8252
/// section 7.3).
fn instead_of_a_pattern(text: &str) -> &'static str {
    let local = ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"];
    if local.iter().any(|start| text.starts_with(start)) {
        "write `http://127.0.0.1/...` without a port: servers take any port there"
    } else {
        "list every URI: servers compare them as plain strings"
    }
}

pub(crate) static TEMPLATED_REDIRECT_URI: Rule = Rule {
    id: "templated_redirect_uri",
    levels: [Error, Warn, Error, Error, Error],
    summary: "a redirect URI has a placeholder",
    why: Some("what fills the placeholder decides where codes go, and an attacker may fill it"),
    help: "list every URI",
    yields_to: &[&WILDCARD_REDIRECT_URI, &DANGEROUS_REDIRECT_SCHEME],
    reads: URIS,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[
        example(r#"kind = "web", redirect_uri = "https://{tenant}.example.com/cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/:tenant/cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/<tenant>/cb""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/%s/cb""#),
        example(r#"kind = "native", redirect_uri = "http://127.0.0.1:%d/cb""#),
    ],
    citations: &[rfc(9700, "4.1", ""), rfc(6749, "3.1.2.2", "")],
    check: Check::Subject(|subject, report| {
        for &Address { place, text, .. } in subject.addresses(BOTH) {
            if let Some(part) = placeholder(text) {
                let fact = format!("the redirect URI has the placeholder {}", quoted(part));
                report.say(place, fact, Remedy::decide(instead_of_a_pattern(text)));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static DUPLICATE_REDIRECT_URI: Rule = Rule {
    id: "duplicate_redirect_uri",
    levels: [Warn; 5],
    summary: "the same redirect URI twice",
    help: "remove one",
    reads: URIS,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[example(
        r#"kind = "web", redirect_uri("https://app.example.com/cb", "https://app.example.com/cb")"#,
    )],
    citations: &[rfc(7591, "2", ""), rfc(8252, "8.4", "")],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        find_repeated(
            declaration.redirect_uris,
            |index| Place::Value(Key::RedirectUri, index),
            report,
        );
        find_repeated(
            declaration.post_logout_redirect_uris,
            |index| Place::Value(Key::PostLogoutRedirectUri, index),
            report,
        );
    }),
    ..Rule::BASE
};

/// Reports each URI of the list that stands in it before.
fn find_repeated(uris: &[&str], place: fn(usize) -> Place, report: &mut Report<'_>) {
    for (index, text) in uris.iter().enumerate() {
        if let Some(first) = uris.iter().take(index).position(|other| other == text) {
            let fact = format!("the redirect URI {} is declared twice", quoted(text));
            let second = place(index);
            report.say_with(second, vec![place(first)], fact, Remedy::Remove(second));
        }
    }
}
