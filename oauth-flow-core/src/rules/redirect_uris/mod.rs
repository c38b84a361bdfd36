//! The URIs to which the authorization server sends the browser, and other URIs of the client.

use crate::judge::{Place, Rule, Subject, whole};
use crate::members::{Key, Keys};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::uri::{BrowserForm, Uri, is_scheme};
use crate::vocabulary::Word;

pub(crate) mod browser;
pub(crate) mod form;
pub(crate) mod native;
pub(crate) mod query;
#[cfg(test)]
mod tests;
pub(crate) mod transport;

/// The rules about redirect URIs, in the order of the rulebook.
pub static RULES: &[&Rule] = &[
    &form::INVALID_REDIRECT_URI,
    &transport::INSECURE_REDIRECT_URI,
    &transport::LOOPBACK_REDIRECT_URI,
    &native::LOCALHOST_REDIRECT_URI,
    &native::HTTPS_LOOPBACK_REDIRECT_URI,
    &form::JOINED_REDIRECT_URIS,
    &form::REDIRECT_URI_FRAGMENT,
    &form::WILDCARD_REDIRECT_URI,
    &form::TEMPLATED_REDIRECT_URI,
    &browser::REDIRECT_URI_USERINFO,
    &browser::REDIRECT_URI_DOT_SEGMENTS,
    &query::REDIRECT_URI_RESERVED_PARAMETER,
    &query::OPEN_REDIRECTOR,
    &native::REDIRECT_URI_PORT_ZERO,
    &native::PRIVATE_USE_SCHEME,
    &native::PRIVATE_USE_SCHEME_AUTHORITY,
    &native::PRIVATE_USE_SCHEME_ON_WEB,
    &transport::DANGEROUS_REDIRECT_SCHEME,
    &form::DUPLICATE_REDIRECT_URI,
    &browser::NONCANONICAL_REDIRECT_URI,
    &transport::INSECURE_LOGOUT_URI,
    &transport::INSECURE_METADATA_URI,
];

const REDIRECT: Keys = Keys::of(&[Key::RedirectUri]);
const LOGOUT: Keys = Keys::of(&[Key::PostLogoutRedirectUri]);
const BOTH: Keys = Keys::of(&[Key::RedirectUri, Key::PostLogoutRedirectUri]);

/// The URIs that one text holds: those behind a comma, a semicolon, a bar or a space. Behind a `?` or a
/// `#`, a URI is a parameter of the one before.
fn joined(text: &str) -> Vec<&str> {
    let mut uris = Vec::new();
    let mut rest = text;
    let mut from = 0;
    // Most texts are one, and the macro is seldom optimized: bytes.
    if !text.bytes().any(|byte| matches!(byte, b',' | b';' | b'|' | b' ')) {
        return alloc::vec![text];
    }
    let end = text.find(['?', '#']).unwrap_or(text.len());
    while let Some(at) = rest.get(from..).and_then(|tail| tail.find([',', ';', '|', ' '])) {
        let at = from + at;
        let behind = rest.get(at..).unwrap_or_default().trim_start_matches([',', ';', '|', ' ']);
        let before_query = text.len() - behind.len() <= end;
        if before_query && begins_with_scheme(behind) {
            uris.push(rest.get(..at).unwrap_or_default());
            (rest, from) = (behind, 0);
        } else {
            from = at + 1;
        }
    }
    uris.push(rest);
    uris
}

fn begins_with_scheme(text: &str) -> bool {
    text.split_once(":/").is_some_and(|(scheme, _)| is_scheme(scheme))
}

/// What to do about several URIs in one text.
fn write_a_list(place: Place, uris: &[&str], subject: &Subject<'_>) -> String {
    let mut list = Vec::new();
    for uri in uris {
        list.push(format!("\"{}\"", whole(&subject.shown(uri, true))));
    }
    let key = place.key().unwrap_or(Key::RedirectUri);
    format!("write a list: `{}({})`", key.word(), list.join(", "))
}

/// The URI as a browser sends it, from which a remedy begins. A browser sends a host with `%22` in it
/// with a quote, which RFC 3986 does not allow.
fn as_sent(uri: &Uri<'_>) -> String {
    match uri.browser_form() {
        BrowserForm::Form(form) if Uri::read(&form).is_ok() => form,
        _ => String::from(uri.text),
    }
}

/// The same URI at the loopback address, where the response never leaves the machine.
fn at_loopback(uri: &Uri<'_>) -> Option<String> {
    let sent = as_sent(uri);
    let authority = Uri::read(&sent).ok()?.authority?;
    let (_, rest) = sent.split_once(authority.host)?;
    // No program answers on the port 0.
    let rest = match authority.port {
        Some(port) if is_zero(port) => rest.strip_prefix(':')?.strip_prefix(port)?,
        _ => rest,
    };
    authority.userinfo.is_none().then(|| format!("http://127.0.0.1{rest}"))
}

/// Whether the port is 0, however it is written.
fn is_zero(port: &str) -> bool {
    !port.is_empty() && port.bytes().all(|digit| digit == b'0')
}

/// Whether the scheme is one for apps (RFC 8252 section 7.1), and not one that a browser runs or
/// opens by itself.
fn is_private_use(uri: &Uri<'_>) -> bool {
    !uri.is_http() && !uri.is_https() && !transport::is_dangerous(uri)
}

/// The part of the URI that is a placeholder, if there is one.
pub(super) fn placeholder(text: &str) -> Option<&str> {
    if let Some(found) = bracketed(text).or_else(|| variable(text)) {
        return Some(found);
    }
    let path = text.split_once("://").map_or(text, |(_, rest)| rest);
    let path = path.find(['?', '#']).and_then(|end| path.get(..end)).unwrap_or(path);
    for part in path.split('/').skip(1) {
        if part.starts_with(':') && part.len() > 1 {
            return Some(part);
        }
    }
    if text.contains("%s") {
        return Some("%s");
    }
    for rest in text.split('%').skip(1) {
        // `%d` is a percent escape where another hexadecimal digit follows it.
        if rest.starts_with('d') && !rest.get(1..2).is_some_and(is_hexadecimal) {
            return Some("%d");
        }
    }
    None
}

/// A placeholder in brackets.
fn bracketed(text: &str) -> Option<&str> {
    // Most texts have none, and the macro is seldom optimized: bytes.
    if !text.bytes().any(|byte| matches!(byte, b'{' | b'(' | b'<')) {
        return None;
    }
    for (open, close) in
        [("${", "}"), ("#{", "}"), ("$(", ")"), ("{{", "}}"), ("{", "}"), ("<", ">")]
    {
        if let Some(start) = text.find(open)
            && let Some(inner) = text.get(start + open.len()..)?.find(close)
        {
            return text.get(start..start + open.len() + inner + close.len());
        }
    }
    None
}

/// A variable of a shell or of Windows where a host or the whole beginning has to be: `$APP_URL`,
/// `%APP_URL%`.
fn variable(text: &str) -> Option<&str> {
    let start = text.find("://").map_or(0, |at| at + 3);
    let begin = text.get(start..)?;
    if let Some(name) = begin.strip_prefix('$') {
        let length = name_length(name);
        return if length > 0 { begin.get(..=length) } else { None };
    }
    let name = begin.strip_prefix('%')?;
    let length = name_length(name);
    let ends = name.as_bytes().get(length) == Some(&b'%');
    if ends && length > 2 { begin.get(..length + 2) } else { None }
}

/// The length of the name of a variable with which the text begins.
fn name_length(text: &str) -> usize {
    let mut length = 0;
    for byte in text.bytes() {
        if !(byte.is_ascii_alphanumeric() || byte == b'_') {
            break;
        }
        length += 1;
    }
    length
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
