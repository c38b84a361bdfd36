//! The form of a redirect URI, and of the list of them.

use super::transport::DANGEROUS_REDIRECT_SCHEME;
use super::{BOTH, joined, placeholder, write_a_list};
use crate::citation::{oauth21, oidc_core, oidc_logout, rfc};
use crate::judge::Level::{Error, Warn};
use crate::judge::{Address, Check, Index, Mistake, Place, Rule, at, example};
use crate::members::{Key, Keys};
use crate::uri::UriError;
use crate::vocabulary::Word;

const URIS: Keys = Keys::of(&[Key::RedirectUri]);

pub(crate) static INVALID_REDIRECT_URI: Rule = Rule {
    id: "invalid_redirect_uri",
    summary: "a redirect URI is not an absolute URI of RFC 3986",
    facts: &["the redirect URI `{uri}` {error}"],
    help: "write the whole URI, as it is registered with the server",
    yields_to: &[&TEMPLATED_REDIRECT_URI, &WILDCARD_REDIRECT_URI, &DANGEROUS_REDIRECT_SCHEME],
    values: BOTH,
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
            // The text that replaces a placeholder may be valid: another rule reports the placeholder.
            if let (Err(error), None) = (uri, placeholder(text)) {
                let mistake = at(place).quote(text).with(&error);
                report.add(match (error, joined(text).as_slice()) {
                    (UriError::BadScheme, _) => mistake.help(SCHEME_CHARACTERS),
                    (UriError::NoScheme, _) => mistake.or(A_NAME),
                    (_, uris @ [_, _, ..]) => mistake.help(&write_a_list(place, uris, subject)),
                    _ => mistake,
                });
            }
        }
    }),
    ..Rule::BASE
};

/// What to do where the text is right and no URI.
const A_NAME: &str = "where the provider registers a name in place of a URI, state \
                      `allow(invalid_redirect_uri, reason = \"...\")`";

/// What to do about a scheme that is none.
const SCHEME_CHARACTERS: &str = "register and write a scheme that begins with a letter and has \
                                 letters, digits, `+`, `-` and `.` alone (RFC 3986 section 3.1)";

pub(crate) static JOINED_REDIRECT_URIS: Rule = Rule {
    id: "joined_redirect_uris",
    levels: [Warn; 5],
    summary: "one text holds several redirect URIs",
    facts: &["one text holds {number} redirect URIs"],
    why: Some("the server compares the whole text with each registered URI, and it equals none"),
    help: "write a list of URIs",
    yields_to: &[&INVALID_REDIRECT_URI, &DANGEROUS_REDIRECT_SCHEME, &TEMPLATED_REDIRECT_URI],
    reads: URIS,
    values: BOTH,
    accepts: &[example(
        r#"kind = "web", redirect_uri("https://a.example.com/cb", "https://b.example.com/cb")"#,
    )],
    rejects: &[example(
        r#"kind = "web", redirect_uri = "https://a.example.com/cb,https://b.example.com/cb""#,
    )],
    citations: &[rfc(7591, "2", ""), rfc(6749, "3.1.2.3", "MUST")],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(BOTH) {
            let uris = joined(uri.text);
            if uris.len() > 1 {
                report.add(at(place).with(&uris.len()).help(&write_a_list(place, &uris, subject)));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static REDIRECT_URI_FRAGMENT: Rule = Rule {
    id: "redirect_uri_fragment",
    summary: "a redirect URI has a fragment",
    facts: &["the redirect URI `{uri}` has a fragment"],
    why: Some("the server adds its parameters to the URI, and a fragment hides or loses them"),
    help: "remove the fragment, here and in the registration",
    yields_to: &[&TEMPLATED_REDIRECT_URI, &DANGEROUS_REDIRECT_SCHEME],
    reads: URIS,
    values: BOTH,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/#/cb""#)],
    citations: &[rfc(6749, "3.1.2", "MUST NOT"), oauth21("2.3", "MUST NOT")],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(BOTH) {
            if uri.fragment.is_some() {
                let whole = uri.text.split('#').next().unwrap_or_default();
                report.add(at(place).quote(uri.text).replace(whole));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static WILDCARD_REDIRECT_URI: Rule = Rule {
    id: "wildcard_redirect_uri",
    levels: [Error, Warn, Error, Error, Error],
    summary: "a redirect URI has a wildcard",
    facts: &["the redirect URI `{uri}` has a wildcard"],
    why: Some("one page or subdomain that an attacker controls then receives every code"),
    help: LIST_EVERY_URI,
    yields_to: &[&DANGEROUS_REDIRECT_SCHEME],
    reads: URIS,
    values: BOTH,
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
                report.add(listed(at(place).quote(text), text));
            }
        }
    }),
    ..Rule::BASE
};

/// What to do about a pattern.
const LIST_EVERY_URI: &str = "list every URI: servers compare them as plain strings";

/// What to do about a placeholder that a configuration fills in.
const ARRIVES_AT_RUN_TIME: &str = "declare `{key} = \"runtime\"`, and give the URI to the program \
                                   when it starts; or list every URI: servers compare them as plain \
                                   strings";

/// The mistake with what to write in place of a placeholder.
fn filled_in(mistake: Mistake, place: Place, part: &str, text: &str) -> Mistake {
    // `%s` and `:tenant` are of a program, and anything else of a configuration.
    let configured = part.len() > 2 && !part.starts_with(':');
    match place.key() {
        Some(key) if configured && !is_at_loopback(text) => {
            mistake.help(&ARRIVES_AT_RUN_TIME.replace("{key}", key.word()))
        }
        _ => listed(mistake, text),
    }
}

/// Whether the text begins with a loopback address, whose port is free.
fn is_at_loopback(text: &str) -> bool {
    let local = ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"];
    local.iter().any(|start| text.starts_with(start))
}

/// The mistake with what to write in place of a pattern. Only the port of a loopback address is free
/// (RFC 8252 section 7.3).
fn listed(mistake: Mistake, text: &str) -> Mistake {
    if is_at_loopback(text) {
        mistake.help(
            "register and write `http://127.0.0.1/...` without a port: servers accept any port there",
        )
    } else {
        mistake
    }
}

pub(crate) static TEMPLATED_REDIRECT_URI: Rule = Rule {
    id: "templated_redirect_uri",
    levels: [Error, Warn, Error, Error, Error],
    summary: "a redirect URI has a placeholder",
    facts: &["the redirect URI has the placeholder `{placeholder}`"],
    why: Some(
        "the text that replaces the placeholder decides where codes go, and an attacker may choose it",
    ),
    help: LIST_EVERY_URI,
    yields_to: &[&WILDCARD_REDIRECT_URI, &DANGEROUS_REDIRECT_SCHEME],
    reads: URIS,
    values: BOTH,
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
                let shown = subject.shown_part(part, text);
                report.add(filled_in(at(place).quote(shown), place, part, text));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static DUPLICATE_REDIRECT_URI: Rule = Rule {
    id: "duplicate_redirect_uri",
    levels: [Warn; 5],
    summary: "one redirect URI is declared twice",
    facts: &["the redirect URI `{uri}` is declared twice"],
    help: "remove one",
    reads: URIS,
    values: BOTH,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[example(
        r#"kind = "web", redirect_uri("https://app.example.com/cb", "https://app.example.com/cb")"#,
    )],
    citations: &[rfc(7591, "2", ""), rfc(8252, "8.4", "")],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        for (key, uris) in [
            (Key::RedirectUri, declaration.redirect_uris),
            (Key::PostLogoutRedirectUri, declaration.post_logout_redirect_uris),
        ] {
            let places = Index::of(uris);
            for (index, text) in uris.iter().enumerate() {
                if let Some(first) = places.first(text).filter(|first| *first < index) {
                    let (first, second) = (Place::Value(key, first), Place::Value(key, index));
                    report.add(at(second).also(first).quote(text).remove());
                }
            }
        }
    }),
    ..Rule::BASE
};
