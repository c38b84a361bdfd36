//! The parameters in the query of a redirect URI.

use super::REDIRECT;
use crate::citation::{oauth21, rfc};
use crate::judge::Level::Warn;
use crate::judge::{Check, Rule, at, example};
use crate::members::{Key, Keys};
use crate::rules::client_authentication::secret::SECRET_IN_URI;

/// The parameters of an authorization response (RFC 6749 section 4.1.2, RFC 9207, OpenID Connect,
/// JARM).
const RESPONSE: [&str; 13] = [
    "code",
    "state",
    "iss",
    "error",
    "error_description",
    "error_uri",
    "access_token",
    "token_type",
    "expires_in",
    "scope",
    "id_token",
    "session_state",
    "response",
];

/// Names of parameters for the next page, without the characters that join their parts.
const NEXT_PAGE: [&str; 16] = [
    "next",
    "url",
    "uri",
    "redirect",
    "redirectto",
    "redirecturl",
    "redirecturi",
    "return",
    "returnto",
    "returnurl",
    "returnuri",
    "continue",
    "dest",
    "destination",
    "goto",
    "target",
];

/// Whether a parameter names a page, by its name or by a URL as its value.
fn names_a_page(name: &str, value: &str) -> bool {
    let name = name.replace(['_', '-'], "").to_ascii_lowercase();
    let value = value.to_ascii_lowercase();
    let address = ["http:", "https:", "http%3a", "https%3a", "//", "%2f%2f"];
    NEXT_PAGE.contains(&name.as_str()) || address.iter().any(|start| value.starts_with(start))
}

pub(crate) static REDIRECT_URI_RESERVED_PARAMETER: Rule = Rule {
    id: "redirect_uri_reserved_parameter",
    summary: "the query of a redirect URI has a parameter that the server adds",
    facts: &["the server adds `{parameter}` to the redirect URI itself"],
    why: Some("software reads one of two parameters of the same name, and not always the same one"),
    help: "rename the parameter, here and in the registration",
    yields_to: &[&SECRET_IN_URI],
    reads: Keys::of(&[Key::RedirectUri]),
    values: REDIRECT,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb?tenant=1""#)],
    rejects: &[
        example(r#"kind = "web", redirect_uri = "https://app.example.com/cb?state=fixed""#),
        example(r#"kind = "web", redirect_uri = "https://app.example.com/cb?%73tate=fixed""#),
        example(
            r#"kind = "web", redirect_uri = "https://app.example.com/cb?iss=https://as.example.com""#,
        ),
    ],
    citations: &[rfc(6749, "3.1", "MUST NOT")],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(REDIRECT) {
            if let Some((name, _)) =
                uri.parameters().find(|(name, _)| RESPONSE.contains(&name.as_str()))
            {
                report.add(at(place).quote(&name));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static OPEN_REDIRECTOR: Rule = Rule {
    id: "open_redirector",
    levels: [Warn; 5],
    summary: "a redirect URI has a parameter that names the next page",
    facts: &["the parameter `{parameter}` names the next page"],
    why: Some("a page that forwards the browser gives the code to whoever chooses the next page"),
    help: "decide the next page on the server, and take the parameter out, here and in the registration",
    yields_to: &[&REDIRECT_URI_RESERVED_PARAMETER, &SECRET_IN_URI],
    reads: Keys::of(&[Key::RedirectUri]),
    values: REDIRECT,
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[
        example(
            r#"kind = "web", redirect_uri = "https://app.example.com/cb?next=https://b.example""#,
        ),
        example(
            r#"kind = "web", redirect_uri = "https://app.example.com/cb?to=https://b.example""#,
        ),
    ],
    citations: &[
        rfc(9700, "4.11.1", "MUST NOT"),
        rfc(9700, "4.1.3", "MUST NOT"),
        oauth21("7.13.1", "MUST NOT"),
    ],
    check: Check::Subject(|subject, report| {
        for (place, uri) in subject.uris(REDIRECT) {
            if let Some((name, _)) =
                uri.parameters().find(|(name, value)| names_a_page(name, value))
            {
                report.add(at(place).quote(&name));
            }
        }
    }),
    ..Rule::BASE
};
