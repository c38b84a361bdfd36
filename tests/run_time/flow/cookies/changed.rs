//! A cookie that was changed opens no login.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::{Begun, KEY, PREFIX, cookies};

/// Checks that a cookie of the name of the login opens none with another value.
fn refusing(begun: &Begun) -> impl Fn(&str) {
    let (cookies, response) = (cookies(), begun.response());
    assert!(cookies.open([begun.cookie()], &response).is_some());
    move |value| {
        let header = format!("{}={value}", begun.name());
        assert!(cookies.open([header], &response).is_none(), "{value}");
    }
}

#[test]
fn in_any_bit_of_the_nonce_the_login_and_the_tag() {
    let begun = Begun::new();
    let refused = refusing(&begun);
    let bytes = begun.bytes();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            refused(&BASE64_STANDARD.encode(changed));
        }
    }
}

#[test]
fn in_its_length() {
    let begun = Begun::new();
    let refused = refusing(&begun);
    let bytes = begun.bytes();
    for length in 0..bytes.len() {
        refused(&BASE64_STANDARD.encode(&bytes[..length]));
        refused(&BASE64_STANDARD.encode(&bytes[bytes.len() - length..]));
    }
    refused(&BASE64_STANDARD.encode([&bytes[..], &[0]].concat()));
    refused(&BASE64_STANDARD.encode([&[0], &bytes[..]].concat()));
    refused(&BASE64_STANDARD.encode([&bytes[..], &bytes[..]].concat()));
}

#[test]
fn in_any_of_its_letters() {
    let begun = Begun::new();
    let refused = refusing(&begun);
    let value = begun.value();
    // What pads the last letters says nothing.
    for at in 0..value.trim_end_matches('=').len() {
        let (before, after) = (&value[..at], &value[at + 1..]);
        refused(&format!("{before}{after}"));
        for letter in ["!", "%", "=", " ", "-", "\""] {
            refused(&format!("{before}{letter}{after}"));
        }
    }
    refused(&format!("\"{value}\""));
}

#[test]
fn by_the_name_of_another_login() {
    let (first, second) = (Begun::new(), Begun::new());
    let swapped =
        format!("{}={}; {}={}", first.name(), second.value(), second.name(), first.value());
    assert!(cookies().open([&swapped], &first.response()).is_none());
    assert!(cookies().open([&swapped], &second.response()).is_none());
}

#[test]
fn by_a_name_that_other_hosts_can_set() {
    let begun = Begun::new();
    let key = begun.name().strip_prefix(PREFIX).unwrap();
    for prefix in
        ["oauth-flow.login.", "__Secure-oauth-flow.login.", "__host-oauth-flow.login.", ""]
    {
        let header = format!("{prefix}{key}={}", begun.value());
        assert!(cookies().open([header], &begun.response()).is_none(), "{prefix}");
    }
}

/// The key of the service may seal other cookies too: none of them is a login.
#[test]
fn for_a_cookie_of_the_service() {
    let begun = Begun::new();
    let login = serde_json::to_string(&begun.pending).unwrap();
    let mut jar = cookie::CookieJar::new();
    let key = cookie::Key::derive_from(&KEY);
    jar.private_mut(&key).add(cookie::Cookie::new("note", login));
    refusing(&begun)(jar.get("note").unwrap().value());
}
