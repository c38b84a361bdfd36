//! Secrets in what is shown: the output is passed around.

mod json;

use std::borrow::Cow;
use std::ops::Range;

pub(crate) use json::in_json;

/// What stands in the place of a secret.
pub(crate) const MASK: &str = "[masked]";

/// The parameters whose values are secrets.
const PARAMETERS: [&str; 8] = [
    "client_secret",
    "client_assertion",
    "password",
    "access_token",
    "refresh_token",
    "id_token",
    "code_verifier",
    "api_key",
];

/// What joins a parameter and its value: in a query, and in JSON that is a text of Rust.
const JOINTS: [&str; 3] = ["=", "\\\":\\\"", "\\\": \\\""];

/// The text without the values of the parameters that are secrets, and without passwords in URIs.
pub(crate) fn in_text(text: &str) -> Cow<'_, str> {
    let mut hidden = in_parameters(text);
    if hidden.is_empty() {
        return Cow::Borrowed(text);
    }
    hidden.sort_by_key(|range| range.start);
    let (mut shown, mut behind) = (String::new(), 0);
    for range in hidden {
        if range.start >= behind {
            shown.push_str(text.get(behind..range.start).unwrap_or_default());
            shown.push_str(MASK);
            behind = range.end;
        }
    }
    shown.push_str(text.get(behind..).unwrap_or_default());
    Cow::Owned(shown)
}

/// Where the values of the parameters are that are secrets, and the passwords of URIs.
pub(crate) fn in_parameters(text: &str) -> Vec<Range<usize>> {
    let mut hidden = Vec::new();
    for name in PARAMETERS {
        for (at, _) in text.match_indices(name) {
            let after = at + name.len();
            let behind = text.get(after..).unwrap_or_default();
            let joint = JOINTS.iter().find(|joint| behind.starts_with(**joint));
            if let Some(joint) = joint {
                let start = after + joint.len();
                hidden.extend(value(text, start));
            }
        }
    }
    for (at, mark) in text.match_indices("://") {
        let start = at + mark.len();
        let rest = text.get(start..).unwrap_or_default();
        let ends = |letter: char| letter.is_whitespace() || "/?#\"'`\\<>".contains(letter);
        let authority = rest.split(ends).next().unwrap_or_default();
        // The end of a text that is cut may be missing.
        let user = authority.rsplit_once('@').map_or(authority, |(user, _)| user);
        if let Some((name, password)) = user.split_once(':')
            && !name.starts_with('[')
            && !password.starts_with('{')
            && (user.len() < authority.len() || password.contains(|it: char| !it.is_ascii_digit()))
            && !password.is_empty()
        {
            let from = start + name.len() + 1;
            hidden.push(from..from + password.len());
        }
    }
    hidden
}

/// The value that begins there, unless it is empty or put in at run time.
fn value(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let ends = |letter: char| letter.is_whitespace() || "&#\"'`\\)]}>,;|".contains(letter);
    let value = rest.split(ends).next().unwrap_or_default();
    let is_put_in = value.is_empty() || value.starts_with(['{', '$', '%', '<', '[']);
    (!is_put_in).then(|| start..start + value.len())
}
