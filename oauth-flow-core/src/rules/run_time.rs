//! What the run time reports beside the rules of the other chapters.

use alloc::format;

use crate::citation::{mcp, project, rfc};
use crate::judge::Level::Warn;
use crate::judge::{Check, Rule, at};
use crate::members::{Key, Keys};
use crate::vocabulary::Word;

/// The rules of values that only the run time knows, in the order of the rulebook.
pub static RULES: &[&Rule] = &[&UNDECLARED_VALUE, &ADDED_SLASH];

/// What is said of a value that the declaration does not list.
const NOT_DECLARED: &str = "`{value}` is not declared";

/// What is said of the redirect URI of a request where the declaration leaves them to the run time.
pub(crate) const NOT_CONFIGURED: &str =
    "the flow is not configured with the redirect URI `{value}`";

/// A value that arrives at run time and contradicts the declaration.
pub static UNDECLARED_VALUE: Rule = Rule {
    id: "undeclared_value",
    summary: "a value that arrives at run time is none of those that are declared",
    facts: &[NOT_DECLARED, NOT_CONFIGURED],
    help: "declare the value, or leave it to the run time",
    citations: &[project("docs/run-time.md", "")],
    check: Check::RunTime,
    ..Rule::BASE
};

/// The keys whose URIs are compared as text.
const COMPARED: Keys = Keys::of(&[Key::Issuer, Key::RedirectUri, Key::Resource]);

pub(crate) static ADDED_SLASH: Rule = Rule {
    id: "added_slash",
    levels: [Warn; 5],
    summary: "a field of a type for URLs gives an issuer, a redirect URI or a resource a slash at its end",
    facts: &["`{uri}` ends in the slash that the type `Url` adds to a URL without a path"],
    why: Some("servers compare these URIs as text, and with the slash it is another one"),
    help: "keep the value in a `String`",
    waive_where: Some("the slash is part of the value"),
    values: COMPARED,
    citations: &[
        rfc(3986, "6.2.1", ""),
        mcp("Canonical Server URI", "SHOULD"),
        rfc(8707, "2", ""),
        rfc(8414, "3.3", "MUST"),
        rfc(6749, "3.1.2.3", "MUST"),
    ],
    check: Check::Values(|subject, report| {
        for (place, uri) in subject.uris(COMPARED) {
            let web = uri.is_http() || uri.is_https();
            let bare = uri.path == "/" && uri.query.is_none() && uri.fragment.is_none();
            let Some(key) = place.key().filter(|_| web && bare) else { continue };
            if subject.rewritten.contains(&place) {
                report.add(at(place).quote(uri.text).help(&format!(
                    "keep the value in a `String`, or name a function that gives it without the slash: \
                     `#[oauth({}, with = ...)]`",
                    key.word()
                )));
            }
        }
    }),
    ..Rule::BASE
};
