//! Requests of every wrong form: none of them ends the login.

use std::io::Write as _;
use std::net::Shutdown;

use proptest::collection::vec;
use proptest::prelude::*;

use super::{Browser, Page, logged_in};

/// One change of the bytes of a request.
#[derive(Clone, Debug)]
enum Change {
    Replace(prop::sample::Index, u8),
    Insert(prop::sample::Index, Vec<u8>),
    Remove(prop::sample::Index, usize),
    Cut(prop::sample::Index),
    Repeat(prop::sample::Index, usize),
}

impl Change {
    fn apply(self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        match self {
            Self::Replace(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            Self::Insert(at, new) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, new);
            }
            Self::Remove(at, length) => {
                let at = at.index(bytes.len());
                let end = (at + length).min(bytes.len());
                bytes.drain(at..end);
            }
            Self::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Self::Repeat(at, times) => {
                let tail = bytes[at.index(bytes.len())..].repeat(times);
                bytes.extend(tail);
            }
        }
    }
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<prop::sample::Index>;
    let pieces = prop_oneof![
        vec(any::<u8>(), 1..20),
        prop::sample::select(vec![
            "\r\n",
            "\r\n\r\n",
            "\0",
            "%00",
            "?",
            "#",
            "&state=",
            "&",
            "=",
            "//",
            "/../",
            "\t",
            " ",
            "HTTP/1.0",
            "Transfer-Encoding: chunked\r\n",
            "Content-Length: 18446744073709551616\r\n",
            "Content-Length: -1\r\n",
            "Expect: 100-continue\r\n",
            "Upgrade: h2c\r\n",
            "Host: x\r\n",
            "\u{202e}",
            "\u{feff}",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Change::Replace(at, byte)),
        (at(), pieces).prop_map(|(at, new)| Change::Insert(at, new)),
        (at(), 1..30_usize).prop_map(|(at, length)| Change::Remove(at, length)),
        at().prop_map(Change::Cut),
        (at(), 1..4_usize).prop_map(|(at, times)| Change::Repeat(at, times)),
    ]
}

/// A request that does not have the state of the login, whatever is changed in it.
fn request() -> impl Strategy<Value = String> {
    let method =
        prop::sample::select(vec!["GET", "HEAD", "POST", "PUT", "OPTIONS", "get", "TRACE"]);
    let target = prop::sample::select(vec![
        "/callback?code=c0de&state=WRONG",
        "/callback?error=access_denied&state=WRONG",
        "/callback",
        "/callback?state=",
        "/favicon.ico",
        "/",
        "http://127.0.0.1/callback?state=WRONG",
        "*",
    ]);
    (method, target).prop_map(|(method, target)| format!("{method} {target} HTTP/1.1"))
}

/// How many requests of each login are changed.
const REQUESTS: usize = 25;

proptest! {
    // More than 400 requests.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]

    #[test]
    fn no_changed_request_ends_the_login(
        requests in vec((request(), vec(change(), 0..5)), REQUESTS)
    ) {
        let page = logged_in(move |browser| {
            for (line, changes) in requests {
                let head = format!("{line}\r\nHost: {}\r\nAccept: */*\r\n\r\n", browser.host());
                let mut bytes = head.into_bytes();
                for change in changes {
                    change.apply(&mut bytes);
                }
                assert_not_the_page(&sent(&browser, &bytes));
            }
            browser.follow()
        });
        page.assert_success();
    }
}

/// Sends the bytes and nothing more.
fn sent(browser: &Browser, bytes: &[u8]) -> Page {
    let mut stream = browser.connect();
    // One that is refused early may be closed before all was sent.
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(Shutdown::Write);
    Page::read(stream)
}

#[track_caller]
fn assert_not_the_page(page: &Page) {
    assert_ne!(page.status, 200, "{page:?}");
    assert!(!page.body.contains("logged in"), "{page:?}");
}
