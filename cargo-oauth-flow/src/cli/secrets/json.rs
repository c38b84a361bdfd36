//! Secrets in JSON. The text may be broken: what is wrong with a document is shown with its lines.

use std::ops::Range;

/// What the name of a member contains if its value is a secret, without what joins words.
const PARTS: [&str; 6] = ["secret", "password", "passwd", "passphrase", "privatekey", "apikey"];

/// How such a name may end.
const ENDS: [&str; 3] = ["token", "assertion", "credentials"];

/// The private members of a key (RFC 7518 section 6).
const OF_KEYS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// The member that says until when a secret is valid (RFC 7591 section 3.2.1).
const NO_SECRET: &str = "clientsecretexpiresat";

/// How a text begins and ends that is a private key (RFC 7468 section 10).
const PEM: &str = "PRIVATE KEY-----";

/// Where the secrets are in a text that is meant as JSON, in its order: the values of members, without
/// their quotes.
pub(crate) fn in_json(text: &str) -> Vec<Range<usize>> {
    let mut secrets = Vec::new();
    let mut at = 0;
    while let Some(quote) = find(text, at, |byte| byte == b'"') {
        let (inner, end) = string(text, quote);
        let behind = find(text, end, |byte| !byte.is_ascii_whitespace());
        let written = text.get(inner.clone()).unwrap_or_default();
        at = match behind.filter(|behind| byte(text, *behind) == Some(b':')) {
            Some(colon) if names_secret(&unescaped(written)) => {
                let (value, end) = value(text, colon + 1);
                secrets.extend(value);
                end
            }
            Some(colon) => colon + 1,
            None => {
                if holds_secret(written) {
                    secrets.push(inner);
                }
                end
            }
        };
    }
    secrets
}

fn byte(text: &str, at: usize) -> Option<u8> {
    text.as_bytes().get(at).copied()
}

/// The first byte of the kind, from `at` on.
fn find(text: &str, at: usize, is: impl Fn(u8) -> bool) -> Option<usize> {
    text.as_bytes().get(at..)?.iter().position(|byte| is(*byte)).map(|found| at + found)
}

/// What is between the quotes of the string that begins there, and the byte behind it. A string without
/// an end is one as far as the end of its line.
fn string(text: &str, quote: usize) -> (Range<usize>, usize) {
    let start = quote + 1;
    let mut at = start;
    while let Some(stop) = find(text, at, |byte| matches!(byte, b'"' | b'\\' | b'\n')) {
        match byte(text, stop) {
            Some(b'\\') => at = stop + 2,
            Some(b'"') => return (start..stop, stop + 1),
            _ => return (start..stop, stop),
        }
    }
    (start..text.len(), text.len())
}

/// The value that begins behind white space there, if it can be a secret, and the byte behind it.
fn value(text: &str, at: usize) -> (Option<Range<usize>>, usize) {
    let Some(start) = find(text, at, |byte| !byte.is_ascii_whitespace()) else {
        return (None, text.len());
    };
    match byte(text, start) {
        Some(b'"') => {
            let (inner, end) = string(text, start);
            // An export of Keycloak has stars in the place of a secret.
            let is_masked =
                text.get(inner.clone()).is_some_and(|it| it.bytes().all(|it| it == b'*'));
            ((!is_masked).then_some(inner), end)
        }
        Some(b'{' | b'[') => {
            let end = closed(text, start);
            let last = if end > start + 1 && is_close(byte(text, end - 1)) { end - 1 } else { end };
            (Some(start + 1..last), end)
        }
        _ => {
            let ends = |byte: u8| byte.is_ascii_whitespace() || b",]}".contains(&byte);
            let end = find(text, start, ends).unwrap_or(text.len());
            let word = text.get(start..end).unwrap_or_default();
            let is_open = ["true", "false", "null", ""].contains(&word);
            ((!is_open).then_some(start..end), end)
        }
    }
}

/// The byte behind the object or array that begins there.
fn closed(text: &str, start: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(stop) = find(text, at, |byte| b"\"{}[]".contains(&byte)) {
        at = stop + 1;
        match byte(text, stop) {
            Some(b'"') => at = string(text, stop).1,
            Some(b'{' | b'[') => depth += 1,
            _ => depth = depth.saturating_sub(1),
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

fn is_close(byte: Option<u8>) -> bool {
    matches!(byte, Some(b'}' | b']'))
}

fn names_secret(name: &str) -> bool {
    if OF_KEYS.contains(&name) {
        return true;
    }
    let letters = name.chars().filter(|it| !matches!(it, '_' | '-' | '.' | ' '));
    let name: String = letters.collect::<String>().to_ascii_lowercase();
    let is_secret =
        PARTS.iter().any(|it| name.contains(it)) || ENDS.iter().any(|it| name.ends_with(it));
    is_secret && name != NO_SECRET
}

/// Whether a string, as it is written, holds a private key, or JSON with a secret.
fn holds_secret(written: &str) -> bool {
    if written.contains(PEM) {
        return true;
    }
    written.trim_start().starts_with(['{', '[']) && !in_json(&unescaped(written)).is_empty()
}

/// The text of a string, as it is written, without its escapes.
fn unescaped(written: &str) -> String {
    let mut text = String::new();
    let mut rest = written;
    while let Some((before, behind)) = rest.split_once('\\') {
        text.push_str(before);
        let mut letters = behind.chars();
        match letters.next() {
            Some('u') => {
                let code =
                    letters.as_str().get(..4).and_then(|it| u32::from_str_radix(it, 16).ok());
                if code.is_some() {
                    letters = letters.as_str().get(4..).unwrap_or_default().chars();
                }
                text.extend(code.and_then(char::from_u32));
            }
            Some('n' | 'r' | 't' | 'b' | 'f') => text.push(' '),
            Some(letter) => text.push(letter),
            None => {}
        }
        rest = letters.as_str();
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::in_json;

    /// The secrets of a text.
    fn found(text: &str) -> Vec<&str> {
        in_json(text).into_iter().filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn the_value_of_a_secret_member_is_one() {
        for (text, secrets) in [
            (r#"{"client_secret": "s\"1", "client_id": "a"}"#, &[r#"s\"1"#][..]),
            ("{\"clientSecret\"\r\n:\n\t\"s2\"}", &["s2"]),
            (r#"{"client\u005fsecret": "s3"}"#, &["s3"]),
            (r#"{"registration_access_token": "s4"}"#, &["s4"]),
            (r#"{"secret": ["s5", {"a": "]"}], "b": "c"}"#, &[r#""s5", {"a": "]"}"#]),
            (r#"{"password": 1234, "b": 1}"#, &["1234"]),
            (r#"{"kty": "RSA", "n": "bg", "e": "AQAB", "d": "ZA", "qi": "cQ"}"#, &["ZA", "cQ"]),
            (
                r#"{"jwks.string": "{\"keys\":[{\"d\":\"ZA\"}]}"}"#,
                &[r#"{\"keys\":[{\"d\":\"ZA\"}]}"#],
            ),
            (r#"["-----BEGIN PRIVATE KEY-----\nTUlJ"]"#, &[r"-----BEGIN PRIVATE KEY-----\nTUlJ"]),
        ] {
            assert_eq!(found(text), secrets, "{text}");
        }
    }

    #[test]
    fn what_is_no_secret_is_shown() {
        for text in [
            r#"{"token_endpoint": "https://as.example.com/token"}"#,
            r#"{"token_endpoint_auth_method": "client_secret_basic"}"#,
            r#"{"grant_types": ["password"], "response_types": ["token"]}"#,
            r#"{"client_secret_expires_at": 0, "resetPasswordAllowed": false, "secret": null}"#,
            r#"{"secret": "**********", "id": "d"}"#,
            r#"{"jwks.string": "{\"keys\":[{\"n\":\"bg\"}]}"}"#,
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_secret_is_one_in_a_broken_text_too() {
        for (text, secrets) in [
            ("{\"client_secret\": \"s1\n\"b\": 1}", &["s1"][..]),
            ("{\"client_secret\": s2, \"b\": 1}", &["s2"]),
            ("{\"client_secret\": \"s3", &["s3"]),
            ("{\"secret\": [\"s4\", ", &["\"s4\", "]),
            ("{\"secret\": [", &[""]),
            ("{\"client_secret\": \"s5\\", &["s5\\"]),
            ("{\"client_secret\":", &[]),
            ("\"", &[]),
            ("", &[]),
        ] {
            assert_eq!(found(text), secrets, "{text}");
        }
    }
}
