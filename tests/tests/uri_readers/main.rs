//! Our reader of URIs against two others that know nothing of it: `fluent-uri` for RFC 3986, and
//! `url` for what a browser makes of a text.

use oauth_flow_core::uri::{BrowserForm, Host, Uri};
use oauth_flow_core::vocabulary::{AuthMethod, Grant, Kind, Pkce, ResponseType};
use oauth_flow_core::{Declaration, Finding, Level, Subject, check};
use url::Url;

mod generated;
mod hostile;

use generated::{HOSTS, Numbers, generate};
use hostile::HOSTILE;

/// What the rules find in a good client of this kind with `text` as its redirect URI.
fn found(kind: Kind, text: &str) -> Vec<Finding> {
    let public = kind == Kind::Native;
    let declaration = Declaration {
        kind: Some(kind),
        grants: &[Grant::AuthorizationCode],
        response_types: &[ResponseType::Code],
        pkce: Some(Pkce::S256),
        auth: if public { AuthMethod::None } else { AuthMethod::ClientSecretBasic },
        redirect_uris: &[text],
        ..Declaration::EMPTY
    };
    check(&Subject::of(declaration))
}

/// What was compared.
#[derive(Debug, Default)]
struct Tally {
    texts: usize,
    /// Texts without a finding.
    clean: usize,
    /// Texts that we read.
    read: usize,
    invalid_for_browsers: usize,
    invalid_for_rfc3986: usize,
    /// Texts that a browser reads otherwise than they are written.
    rewritten: usize,
    /// Texts whose host we take for one of the user's own machine.
    local: usize,
    /// Texts whose form in a browser we know to the letter.
    forms: usize,
    /// Texts that pass, though their Punycode is broken.
    punycode: Vec<String>,
}

/// Whether a host has a label of Punycode, which takes the tables of UTS 46 to judge.
fn has_punycode(host: &str) -> bool {
    host.to_ascii_lowercase().split('.').any(|label| label.starts_with("xn--"))
}

/// The class of the host, by the browser's reading of it.
fn class(url: &Url) -> Host {
    match url.host() {
        Some(url::Host::Ipv4(address)) if address.octets() == [127, 0, 0, 1] => Host::Loopback,
        Some(url::Host::Ipv4(address)) if address.octets()[0] == 127 => Host::OtherLoopback,
        Some(url::Host::Ipv6(address)) if address.segments() == [0, 0, 0, 0, 0, 0, 0, 1] => {
            Host::Loopback
        }
        Some(url::Host::Domain(name)) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            let local = name == "localhost" || name.ends_with(".localhost");
            if local { Host::Localhost } else { Host::Remote }
        }
        _ => Host::Remote,
    }
}

impl Tally {
    /// Compares the three readers on one text.
    fn compare(&mut self, text: &str) {
        self.texts += 1;
        let ours = Uri::read(text);
        self.read += usize::from(ours.is_ok());
        let web = found(Kind::Web, text);
        let clean = web.is_empty();
        self.clean += usize::from(clean);
        // A URI that cannot be read never passes, a finding of another rule or not.
        assert!(ours.is_ok() || web.iter().any(|it| it.level == Level::Error), "{text:?}");

        if fluent_uri::Uri::parse(text).is_err() {
            self.invalid_for_rfc3986 += 1;
            assert!(!clean, "RFC 3986 has no {text:?}");
            assert!(!found(Kind::Native, text).is_empty(), "RFC 3986 has no {text:?}");
        }
        let scheme = text.split(':').next().unwrap_or_default().to_ascii_lowercase();
        if scheme == "http" || scheme == "https" {
            self.compare_with_browser(text, ours.ok(), clean);
        }
    }

    fn compare_with_browser(&mut self, text: &str, ours: Option<Uri<'_>>, clean: bool) {
        let url = match Url::parse(text) {
            Ok(url) => url,
            Err(error) => {
                self.invalid_for_browsers += 1;
                let host = ours.and_then(|uri| uri.authority).map_or("", |it| it.host);
                assert!(!clean || has_punycode(host), "no browser reads {text:?}: {error}");
                if clean {
                    self.punycode.push(text.into());
                }
                return;
            }
        };
        // Without a reading there is an error, which `compare` has asserted.
        let Some(uri) = ours else { return };
        let authority = uri.authority.expect("an http URI has an authority");
        let host = url.host_str().unwrap_or_default();
        let written_port = authority.port.map(String::from);
        let same = url.scheme() == uri.scheme
            && host == authority.host
            && url.port().map(|port| port.to_string()) == written_port
            && (url.path() == uri.path || (uri.path.is_empty() && url.path() == "/"))
            && url.query() == uri.query
            && url.fragment() == uri.fragment
            && url.username().is_empty()
            && url.password().is_none();
        if !same {
            self.rewritten += 1;
            assert!(!clean, "a browser reads {text:?} as {url}");
        }

        // The parts above are of our reading: the whole is of no reading but the browser's.
        let slashed = format!("{text}/");
        if clean {
            let with_slash = uri.path.is_empty() && uri.query.is_none();
            let empty_path = text.replacen('?', "/?", 1);
            let as_written = url.as_str() == text
                || (with_slash && url.as_str() == slashed)
                || (uri.path.is_empty() && url.as_str() == empty_path);
            assert!(as_written, "a browser sends {text:?} as {url}");
        }

        // What a host that is not ASCII is mapped to takes tables; such a host is never clean.
        let mapped = uri.browser_form() == BrowserForm::Punycode;
        assert!(!(mapped && clean), "{text:?}");
        if !mapped {
            self.local += usize::from(uri.host() != Host::Remote);
            assert_eq!(uri.host(), class(&url), "{text:?} is {url}");
        }
        if authority.userinfo.is_some() {
            return;
        }
        match uri.browser_form() {
            BrowserForm::Same => assert!(
                url.as_str() == text || uri.path.is_empty(),
                "we say the same of {text:?}, and it is {url}"
            ),
            BrowserForm::Form(form) => assert_eq!(form, url.as_str(), "{text:?}"),
            BrowserForm::Punycode => assert_ne!(host, authority.host, "{text:?}"),
        }
        self.forms += 1;
    }
}

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
