//! One text, read by three readers whose results are compared.

use oauth_flow_core::uri::{BrowserForm, Host, Uri};
use oauth_flow_core::vocabulary::{AuthMethod, Grant, Kind, Pkce, ResponseType};
use oauth_flow_core::{Declaration, Finding, Level, Subject, check};
use url::Url;

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
pub struct Tally {
    pub texts: usize,
    /// Texts without a finding.
    pub clean: usize,
    /// Texts that we read.
    pub read: usize,
    pub invalid_for_browsers: usize,
    pub invalid_for_rfc3986: usize,
    /// Texts that a browser reads otherwise than they are written.
    pub rewritten: usize,
    /// Texts whose host we take for one of the user's own machine.
    pub local: usize,
    /// Texts whose form in a browser we know to the letter.
    pub forms: usize,
    /// Texts that pass, though their Punycode is broken.
    pub punycode: Vec<String>,
}

/// Whether a host has a label of Punycode, which takes the tables of UTS 46 to judge.
fn has_punycode(host: &str) -> bool {
    host.to_ascii_lowercase().split('.').any(|label| label.starts_with("xn--"))
}

/// Whether a segment is a drive letter of Windows. Before `..` the crate `url` takes care of those in
/// any scheme, where the standard and browsers do so in `file` alone (WHATWG URL, shorten a path).
fn has_drive_letter(path: &str) -> bool {
    let letter = |segment: &str| {
        segment.len() == 2 && segment.ends_with(':') && segment.as_bytes()[0].is_ascii_alphabetic()
    };
    path.split(['/', '\\']).any(letter)
}

/// The class of the host, by the browser's reading of it.
#[must_use]
pub fn class(url: &Url) -> Host {
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

/// Asserts that the parts are those of the text, that the helpers return slices of it alone, and that a
/// browser form read again stays the same.
fn assert_parts(uri: &Uri<'_>) {
    let part =
        |mark: &str, part: Option<&str>| part.map_or(String::new(), |it| format!("{mark}{it}"));
    let authority = uri.authority.map(|authority| {
        let userinfo = authority.userinfo.map_or(String::new(), |it| format!("{it}@"));
        format!("{userinfo}{}{}", authority.host, part(":", authority.port))
    });
    let (authority, query) = (part("//", authority.as_deref()), part("?", uri.query));
    let whole = format!("{}:{authority}{}{query}{}", uri.scheme, uri.path, part("#", uri.fragment));
    assert_eq!(whole, uri.text);

    let pairs = uri.query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    let parameters: Vec<(String, &str)> = uri.parameters().collect();
    assert_eq!(parameters.len(), pairs.clone().count(), "{whole}");
    for ((name, value), pair) in parameters.iter().zip(pairs) {
        assert!(pair.ends_with(value) && (pair.contains('%') || pair.starts_with(name)), "{pair}");
    }
    assert!(!uri.rewritten_path() || uri.path.contains(['.', '%', '\\']), "{whole}");
    assert!(uri.is_http() || uri.is_https() || uri.host() == Host::None, "{whole}");
    // A browser keeps characters in a host that no URI has, if they are written as escapes.
    if let BrowserForm::Form(form) = uri.browser_form()
        && let Ok(again) = Uri::read(&form)
    {
        assert_eq!(again.browser_form(), BrowserForm::Same, "{whole:?} is {form:?}");
    }
}

impl Tally {
    /// Compares the three readers on one text.
    pub fn compare(&mut self, text: &str) {
        self.texts += 1;
        let ours = Uri::read(text);
        match ours {
            Ok(uri) => assert_parts(&uri),
            Err(error) => assert!(error.to_string().chars().count() < 40, "{text:?} {error}"),
        }
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
        if authority.userinfo.is_some() || (uri.rewritten_path() && has_drive_letter(uri.path)) {
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
