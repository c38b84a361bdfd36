//! URIs, as RFC 3986 writes them and as a browser reads them (WHATWG URL standard): a redirect URI
//! is registered as the one and requested as the other.

mod browser;
mod error;
mod host;
mod server;
#[cfg(test)]
mod tests;

pub use browser::BrowserForm;
pub use error::UriError;
pub use host::Host;
pub use server::{UnfitUrl, issuer_url, server_url, well_known};

use alloc::string::String;
use alloc::vec::Vec;

use host::WebHost;

/// An absolute URI in its parts (RFC 3986 section 3), each as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uri<'a> {
    /// The whole text.
    pub text: &'a str,
    /// The text before the first colon (section 3.1).
    pub scheme: &'a str,
    /// The text after `//`, where `//` follows the scheme (section 3.2).
    pub authority: Option<Authority<'a>>,
    /// The path, which may be empty (section 3.3).
    pub path: &'a str,
    /// The text after the first `?` (section 3.4).
    pub query: Option<&'a str>,
    /// The text after the first `#` (section 3.5).
    pub fragment: Option<&'a str>,
}

/// The authority of a URI (RFC 3986 section 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authority<'a> {
    /// The text before the last `@` (section 3.2.1).
    pub userinfo: Option<&'a str>,
    /// The host, an IPv6 address with its brackets (section 3.2.2).
    pub host: &'a str,
    /// The text after the colon behind the host, digits or nothing (section 3.2.3).
    pub port: Option<&'a str>,
}

impl<'a> Uri<'a> {
    /// Reads an absolute URI (RFC 3986 section 4.3), more leniently where a rule has more to say:
    /// with a fragment, with userinfo of any form, with characters that are not ASCII, and with
    /// backslashes in a path that begins with a slash. An `http` or `https` URI must have a host
    /// that a browser accepts.
    ///
    /// # Errors
    ///
    /// What the text lacks, or the first thing in it that no URI has there.
    pub fn read(text: &'a str) -> Result<Self, UriError> {
        check_characters(text)?;
        let (scheme, rest) = split_scheme(text)?;
        let (rest, fragment) = split_off(rest, '#');
        let (hierarchy, query) = split_off(rest, '?');
        let (authority, path) = match hierarchy.strip_prefix("//") {
            Some(after) => {
                let (authority, path) = split_before(after, '/');
                (Some(Authority::read(authority)?), path)
            }
            None => (None, hierarchy),
        };
        let uri = Self { text, scheme, authority, path, query, fragment };
        uri.check_host()?;
        uri.check_brackets_and_backslashes()?;
        Ok(uri)
    }

    /// Whether the scheme is `http`, in any case.
    #[must_use]
    pub fn is_http(&self) -> bool {
        self.scheme.eq_ignore_ascii_case("http")
    }

    /// Whether the scheme is `https`, in any case.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.scheme.eq_ignore_ascii_case("https")
    }

    /// Whether the URI is `http` and its host is on the machine of the browser, so that nothing leaves
    /// that machine.
    #[must_use]
    pub fn is_http_on_loopback(&self) -> bool {
        self.is_http() && self.is_local()
    }

    /// Whether the host is on the machine of the browser.
    #[must_use]
    pub fn is_local(&self) -> bool {
        matches!(self.host(), Host::Loopback | Host::OtherLoopback | Host::Localhost)
    }

    /// Whether something is before the host (RFC 3986 section 3.2.1).
    #[must_use]
    pub fn has_userinfo(&self) -> bool {
        self.authority.is_some_and(|authority| authority.userinfo.is_some())
    }

    /// The machine to which a browser connects that is sent to the URI.
    #[must_use]
    pub fn host(&self) -> Host {
        match self.authority {
            Some(authority) if self.is_http() || self.is_https() => {
                WebHost::read(authority.host).map_or(Host::Remote, |host| host.class())
            }
            _ => Host::None,
        }
    }

    /// The pairs of names and values of the query; a name without `=` has an empty value. Names
    /// are given with their percent escapes decoded, as a server compares them; values as they are
    /// written.
    pub fn parameters(&self) -> impl Iterator<Item = (String, &'a str)> + use<'a> {
        let mut pairs = Vec::new();
        for pair in self.query.unwrap_or_default().split('&') {
            if !pair.is_empty() {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                pairs.push((host::decoded(name).unwrap_or_else(|| String::from(name)), value));
            }
        }
        pairs.into_iter()
    }

    /// Whether the path is one that browsers or servers read as another: with `.` or `..` segments
    /// (RFC 3986 section 5.2.4), percent-encoded ones too, with a backslash, or with an encoded
    /// slash or backslash. False for a path that is not hierarchical.
    #[must_use]
    pub fn rewritten_path(&self) -> bool {
        let encoded = |escape: &str| {
            let mut windows = self.path.as_bytes().windows(escape.len());
            windows.any(|window| window.eq_ignore_ascii_case(escape.as_bytes()))
        };
        let hierarchical = self.path.starts_with('/');
        let slash = self.path.contains('\\') || encoded("%2f") || encoded("%5c");
        (hierarchical && slash) || self.has_dot_segments()
    }

    /// Whether a segment of the path is `.` or `..` (RFC 3986 section 5.2.4), percent-encoded or not.
    /// False for a path that is not hierarchical.
    #[must_use]
    pub fn has_dot_segments(&self) -> bool {
        self.path.starts_with('/')
            && self.path.split('/').any(|segment| browser::dots(segment).is_some())
    }

    /// What a browser sends for the URI. A slash for an empty path is no difference: no server
    /// that is reached over HTTP tells the two apart (RFC 9110 section 4.2.3).
    #[must_use]
    pub fn browser_form(&self) -> BrowserForm {
        browser::form(self)
    }

    fn check_host(&self) -> Result<(), UriError> {
        let host = self.authority.map(|authority| authority.host);
        match host {
            None | Some("") if self.is_http() || self.is_https() => Err(UriError::NoHost),
            Some(host) if self.is_http() || self.is_https() => WebHost::read(host).map(|_| ()),
            Some(host) => host::check_opaque(host),
            None => Ok(()),
        }
    }

    /// Brackets belong to IPv6 addresses, and a backslash only stays where the rule about rewritten
    /// paths reports it.
    fn check_brackets_and_backslashes(&self) -> Result<(), UriError> {
        let (query, fragment) = (self.query.unwrap_or_default(), self.fragment.unwrap_or_default());
        let opaque = if self.path.starts_with('/') { "" } else { self.path };
        for (part, letters) in [
            (self.path, &['[', ']'][..]),
            (query, &['[', ']']),
            (fragment, &['[', ']']),
            (opaque, &['\\']),
            (query, &['\\']),
            (fragment, &['\\']),
        ] {
            if let Some(letter) = first_of(part, letters) {
                return Err(UriError::Forbidden(letter));
            }
        }
        Ok(())
    }
}

impl<'a> Authority<'a> {
    fn read(text: &'a str) -> Result<Self, UriError> {
        if text.contains('\\') {
            return Err(UriError::BackslashInAuthority);
        }
        let (userinfo, rest) =
            text.rsplit_once('@').map_or((None, text), |(before, after)| (Some(before), after));
        let (host, port) = match rest.rsplit_once(':') {
            // The last colon is one of the address.
            Some((_, after)) if rest.starts_with('[') && after.contains(']') => (rest, None),
            Some((host, port)) => (host, Some(port)),
            None => (rest, None),
        };
        if let Some(port) = port {
            check_port(port)?;
        }
        Ok(Self { userinfo, host, port })
    }
}

/// The port may be empty, and may have zeros before it.
fn check_port(port: &str) -> Result<(), UriError> {
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(UriError::BadPort);
    }
    match port.parse::<u32>() {
        Ok(number) if number > 65535 => Err(UriError::PortTooLarge(number)),
        Err(_) if !port.is_empty() => Err(UriError::BadPort),
        _ => Ok(()),
    }
}

fn check_characters(text: &str) -> Result<(), UriError> {
    if text.is_empty() {
        return Err(UriError::Empty);
    }
    let mut rest = text.chars();
    while let Some(letter) = rest.next() {
        match letter {
            ' ' => return Err(UriError::Space),
            '"' | '<' | '>' | '^' | '`' | '{' | '|' | '}' => {
                return Err(UriError::Forbidden(letter));
            }
            '%' => {
                let digits = rest.as_str().as_bytes().get(..2);
                if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                    return Err(UriError::BadEscape);
                }
            }
            letter if letter.is_control() => return Err(UriError::Control(letter)),
            _ => {}
        }
    }
    Ok(())
}

/// The scheme, and the text after its colon.
fn split_scheme(text: &str) -> Result<(&str, &str), UriError> {
    let (scheme, rest) = text.split_once(':').ok_or(UriError::NoScheme)?;
    let outside = |byte: u8| matches!(byte, b'/' | b'?' | b'#' | b'@');
    if scheme.is_empty() || scheme.bytes().any(outside) || is_host_and_port(scheme, rest) {
        return Err(UriError::NoScheme);
    }
    if is_scheme(scheme) { Ok((scheme, rest)) } else { Err(UriError::BadScheme) }
}

/// Whether the text is a letter followed by letters, digits, `+`, `-` and `.` (RFC 3986 section 3.1).
pub(crate) fn is_scheme(text: &str) -> bool {
    let mut first = true;
    for byte in text.bytes() {
        let inner = byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        if !inner || (first && !byte.is_ascii_alphabetic()) {
            return false;
        }
        first = false;
    }
    !first
}

/// Whether what looks like a scheme is a host before a port, as in `localhost:8080/cb`: RFC 3986
/// takes it for a scheme, and nobody who writes it means one.
fn is_host_and_port(scheme: &str, rest: &str) -> bool {
    let (port, _) = split_before(rest, '/');
    let port_like = (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
    port_like && (scheme.contains('.') || scheme.eq_ignore_ascii_case("localhost"))
}

/// The text before `mark`, and the text after it, if it is there.
fn split_off(text: &str, mark: char) -> (&str, Option<&str>) {
    text.split_once(mark).map_or((text, None), |(before, after)| (before, Some(after)))
}

/// The text before `mark`, and the rest with it.
fn split_before(text: &str, mark: char) -> (&str, &str) {
    text.find(mark).and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""))
}

fn first_of(text: &str, letters: &[char]) -> Option<char> {
    text.chars().find(|letter| letters.contains(letter))
}
