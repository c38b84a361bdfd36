//! What may be changed about `SafeHttp`, and where it may send a request.

use std::fmt;
use std::string::String;
use std::time::Duration;

use oauth2::url::{Host, Url};

use super::SafeHttpError;

/// What may be changed about `SafeHttp`. Nothing here makes it follow a redirect, or leave out the
/// verification of a certificate.
///
/// ```
/// use std::time::Duration;
///
/// use oauth_flow::flow::SafeHttpOptions;
///
/// let options = SafeHttpOptions::new().timeout(Duration::from_secs(5)).body_limit(64 * 1024);
/// # drop(options);
/// ```
#[derive(Clone)]
pub struct SafeHttpOptions {
    pub(super) connect_timeout: Duration,
    pub(super) timeout: Duration,
    pub(super) body_limit: usize,
    pub(super) https_proxy: Option<String>,
}

impl SafeHttpOptions {
    /// The most that either time may be: five minutes.
    pub const MOST_TIME: Duration = Duration::from_secs(300);
    /// The most that [`body_limit`](Self::body_limit) may be, in bytes: 16 MiB.
    pub const MOST_BODY: usize = 16 * 1024 * 1024;

    /// The defaults: 10 seconds to connect, 30 in all, 1 MiB of body, no proxy.
    #[must_use]
    pub fn new() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            body_limit: 1024 * 1024,
            https_proxy: None,
        }
    }

    /// How long the connection may take, TLS included: from 1 millisecond to
    /// [`MOST_TIME`](Self::MOST_TIME).
    #[must_use]
    pub fn connect_timeout(mut self, time: Duration) -> Self {
        self.connect_timeout = time;
        self
    }

    /// How long a request may take, from the connection to the end of the body: from 1
    /// millisecond to [`MOST_TIME`](Self::MOST_TIME).
    #[must_use]
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = time;
        self
    }

    /// How many bytes the body of a response may have: from 1 to [`MOST_BODY`](Self::MOST_BODY).
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// The URL of a proxy for requests to `https`, which goes through it encrypted from end to
    /// end (the method CONNECT, RFC 9110 section 9.3.6). Requests to the loopback interface go
    /// directly.
    #[must_use]
    pub fn https_proxy(mut self, url: impl Into<String>) -> Self {
        self.https_proxy = Some(url.into());
        self
    }

    /// Whether each option is in its bounds.
    pub(super) fn check(&self) -> Result<(), SafeHttpError> {
        let times = [("connect_timeout", self.connect_timeout), ("timeout", self.timeout)];
        for (option, time) in times {
            if !(Duration::from_millis(1)..=Self::MOST_TIME).contains(&time) {
                return Err(SafeHttpError::OptionOutOfBounds(option));
            }
        }
        if !(1..=Self::MOST_BODY).contains(&self.body_limit) {
            return Err(SafeHttpError::OptionOutOfBounds("body_limit"));
        }
        Ok(())
    }
}

impl Default for SafeHttpOptions {
    fn default() -> Self {
        Self::new()
    }
}

// The URL of a proxy may have a password in it.
impl fmt::Debug for SafeHttpOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SafeHttpOptions")
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("body_limit", &self.body_limit)
            .field("https_proxy", &self.https_proxy.as_ref().map(|_| "[redacted]"))
            .finish()
    }
}

/// Whether a request may go to `url`, which is the one that reqwest connects to: the judgement and
/// the connection read it with the same parser.
pub(super) fn check_url(url: &Url, tls: bool) -> Result<(), SafeHttpError> {
    match url.scheme() {
        "https" if tls => Ok(()),
        "https" => Err(SafeHttpError::NoTls),
        "http" if is_loopback(url) => Ok(()),
        _ => Err(SafeHttpError::InsecureUrl),
    }
}

/// Whether the host is `localhost` or an address of the loopback interface. Names below
/// `localhost` are not: a resolver is asked for them.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
