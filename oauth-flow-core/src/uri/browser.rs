//! The form that a browser gives a URI before it sends the request (WHATWG URL standard).

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write as _;

use super::host::{WebHost, canonical_ipv6, read_ipv6};
use super::{Authority, Uri};

/// What a browser sends for a URI: servers compare redirect URIs as text (RFC 6749 section
/// 3.1.2.3), so a registered URI has to be written as the browser writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BrowserForm {
    /// What is written, or the same with the slash of an empty path.
    Same,
    /// This instead.
    Form(String),
    /// The same with an `xn--` host: the host is not ASCII, and to map it takes tables that are
    /// not here (RFC 5891, UTS 46).
    Punycode,
}

pub(super) fn form(uri: &Uri<'_>) -> BrowserForm {
    let web = uri.is_http() || uri.is_https();
    let mut form = uri.scheme.to_ascii_lowercase();
    form.push(':');
    if let Some(authority) = uri.authority {
        let Some(host) = host(&authority, web) else { return BrowserForm::Punycode };
        form.push_str("//");
        if let Some(userinfo) = authority.userinfo {
            encode(userinfo, false, &mut form);
            form.push('@');
        }
        form.push_str(&host);
        let default = if uri.is_https() { 443 } else { 80 };
        let port = authority.port.and_then(|port| port.parse::<u32>().ok());
        if let Some(port) = port.filter(|port| !(web && *port == default)) {
            form.push(':');
            form.push_str(&port.to_string());
        }
    }
    if uri.path.starts_with('/') {
        let path = without_dots(uri.path, web);
        // Two slashes would begin an authority (WHATWG URL standard, URL serializing).
        if uri.authority.is_none() && path.starts_with("//") {
            form.push_str("/.");
        }
        encode(&path, false, &mut form);
    } else {
        encode(uri.path, false, &mut form);
    }
    let slash_at = form.len();
    if let Some(query) = uri.query {
        form.push('?');
        encode(query, web, &mut form);
    }
    if let Some(fragment) = uri.fragment {
        form.push('#');
        encode(fragment, false, &mut form);
    }
    if form == uri.text {
        return BrowserForm::Same;
    }
    if web && uri.path.is_empty() {
        form.insert(slash_at, '/');
    }
    BrowserForm::Form(form)
}

fn host(authority: &Authority<'_>, web: bool) -> Option<String> {
    if web {
        // `Uri::read` has read the host before, so the fallback is for no text.
        return WebHost::read(authority.host)
            .map_or(Some(authority.host.into()), |host| host.canonical());
    }
    if let Ok(address) = read_ipv6(authority.host) {
        return Some(canonical_ipv6(address));
    }
    let mut encoded = String::new();
    encode(authority.host, false, &mut encoded);
    Some(encoded)
}

/// Appends the text with what is not ASCII percent-encoded, and in the query of a web URI the
/// apostrophe too.
fn encode(text: &str, apostrophe: bool, out: &mut String) {
    for letter in text.chars() {
        if letter.is_ascii() && !(apostrophe && letter == '\'') {
            out.push(letter);
            continue;
        }
        for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// The path without its dot segments, and in a web URI with slashes for backslashes.
fn without_dots(path: &str, web: bool) -> String {
    let path = if web { path.replace('\\', "/") } else { path.into() };
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        let dots = dots(segment);
        if dots == Some(2) {
            kept.pop();
        }
        match dots {
            None => kept.push(segment),
            Some(_) if last => kept.push(""),
            Some(_) => {}
        }
    }
    let mut out = String::new();
    for segment in kept {
        out.push('/');
        out.push_str(segment);
    }
    out
}

/// How many dots the segment consists of, percent-encoded ones included, if that is one or two.
pub(super) fn dots(segment: &str) -> Option<usize> {
    if segment.len() > 6 {
        return None;
    }
    match segment.to_ascii_lowercase().replace("%2e", ".").as_str() {
        "." => Some(1),
        ".." => Some(2),
        _ => None,
    }
}
