//! Our reader of URIs against two others that know nothing of it: `fluent-uri` for RFC 3986, and
//! `url` for what a browser makes of a text.

use oauth_flow_compile_tests::uri_readers::{HOSTILE, Tally, class};
use oauth_flow_core::uri::{BrowserForm, Host, Uri};
use url::Url;

mod generated;

use generated::{HOSTS, Numbers, generate};

/// The hostile URIs that pass although browsers refuse them: to tell takes a decoder of RFC 3492 and
/// the tables of UTS 46.
const BROKEN_PUNYCODE: [&str; 4] =
    ["https://xn--/cb", "https://xn--a/cb", "https://xn--a-/cb", "https://xn--example-.example/cb"];

#[test]
fn no_hostile_uri_passes_that_another_reader_refuses_or_reads_otherwise() {
    let mut tally = Tally::default();
    for text in HOSTILE {
        tally.compare(text);
    }
    println!("{tally:?}");
    assert!(tally.texts >= 150, "{tally:?}");
    assert!(tally.invalid_for_browsers >= 30, "{tally:?}");
    assert!(tally.invalid_for_rfc3986 >= 30, "{tally:?}");
    assert!(tally.rewritten >= 30, "{tally:?}");
    assert!(tally.local >= 20, "{tally:?}");
    assert!(tally.clean >= 10, "{tally:?}");
    // The one thing that browsers refuse and we do not: labels whose Punycode decodes to nothing, or
    // to what UTS 46 does not allow.
    assert_eq!(tally.punycode, BROKEN_PUNYCODE);
}

fn compare_generated(count: usize) -> Tally {
    let (mut tally, mut numbers) = (Tally::default(), Numbers(0x9e37_79b9_7f4a_7c15));
    for _ in 0..count {
        tally.compare(&generate(&mut numbers));
    }
    println!("{tally:?}");
    assert_eq!(tally.texts, count);
    for (part, share) in [
        (tally.clean, 50),
        (tally.read, 3),
        (tally.invalid_for_browsers, 20),
        (tally.invalid_for_rfc3986, 20),
        (tally.rewritten, 20),
        (tally.local, 50),
        (tally.forms, 5),
    ] {
        assert!(part >= count / share, "{tally:?}");
    }
    tally
}

#[test]
fn no_generated_uri_passes_that_another_reader_refuses_or_reads_otherwise() {
    compare_generated(10_000);
}

#[test]
#[ignore = "a million URIs: run with `--release -- --ignored --nocapture`"]
fn no_uri_of_a_million_passes_that_another_reader_refuses_or_reads_otherwise() {
    compare_generated(1_000_000);
}

#[test]
fn loopback_is_what_a_browser_takes_for_loopback_over_all_odd_hosts() {
    let (mut local, mut remote) = (0, 0);
    for host in HOSTS {
        for scheme in ["http", "HTTPS"] {
            let text = format!("{scheme}://{host}/cb");
            let (Ok(uri), Ok(url)) = (Uri::read(&text), Url::parse(&text)) else { continue };
            if uri.browser_form() == BrowserForm::Punycode {
                continue;
            }
            assert_eq!(uri.host(), class(&url), "{text}");
            *(if uri.host() == Host::Remote { &mut remote } else { &mut local }) += 1;
        }
    }
    assert!(local >= 40 && remote >= 60, "{local} {remote}");
}
