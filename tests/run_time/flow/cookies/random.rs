//! Whatever a browser sends, nothing panics, and an answer has nothing but cookies of logins.

use proptest::prelude::*;
use proptest::test_runner::Config;

use super::{Begun, PREFIX, cookies};

const KEY_OF_ONE: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ";

fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..40),
        "[a-zA-Z0-9+/]{0,1200}={0,2}".prop_map(String::into_bytes),
        prop::sample::select(&["; ", ";", "=", "\r\n", "\"", "%3D", ",", " ", "\u{0}"][..])
            .prop_map(|it| it.as_bytes().to_vec()),
        Just(PREFIX.as_bytes().to_vec()),
        Just(format!("{PREFIX}{KEY_OF_ONE}=").into_bytes()),
        "[a-zA-Z0-9_-]{43}".prop_map(|key| format!("{PREFIX}{key}=").into_bytes()),
    ]
}

fn header() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(piece(), 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(Config { cases: 500, ..Config::default() })]

    #[test]
    fn headers(
        headers in prop::collection::vec(header(), 0..4),
        response in "[ -~]{0,80}",
        at in 0..=4_usize,
    ) {
        let (cookies, begun) = (cookies(), Begun::new());
        let set_cookies = cookies.seal(&begun.pending, &headers).unwrap();
        prop_assert!(set_cookies.len() <= 11);
        for set_cookie in &set_cookies {
            prop_assert!(set_cookie.starts_with(PREFIX), "{set_cookie:?}");
            prop_assert!(set_cookie.bytes().all(|it| (b' '..=b'~').contains(&it)), "{set_cookie:?}");
            prop_assert!(set_cookie.len() <= 4096);
        }
        prop_assert!(cookies.open(&headers, &response).is_none());
        prop_assert!(cookies.open(&headers, &begun.response()).is_none());
        // The cookie is found wherever it is.
        let mut headers = headers;
        headers.insert(at.min(headers.len()), begun.cookie().as_bytes().to_vec());
        let opened = cookies.open(&headers, &begun.response());
        prop_assert!(opened.is_some_and(|(pending, _)| pending.key() == begun.pending.key()));
    }
}
