//! What may be changed about `SafeHttp`, and where it may send a request.

use std::fmt;
use std::string::String;
use std::time::Duration;
use std::vec::Vec;

use oauth2::url::{Host, Url};
use zeroize::Zeroizing;

use super::SafeHttpError;
use super::address::is_public;

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
    pub(super) root_certificates: Vec<Vec<u8>>,
    pub(super) built_in_roots: bool,
    pub(super) client_certificate: Option<ClientCertificate>,
    pub(super) public_addresses_only: bool,
}

/// A client certificate with its private key, each as PEM.
#[derive(Clone)]
pub(super) struct ClientCertificate {
    pub(super) certificates: Vec<u8>,
    pub(super) key: Zeroizing<Vec<u8>>,
}

impl SafeHttpOptions {
    /// The most that either time may be: five minutes.
    pub const MOST_TIME: Duration = Duration::from_secs(300);
    /// The most that [`body_limit`](Self::body_limit) may be, in bytes: 16 MiB.
    pub const MOST_BODY: usize = 16 * 1024 * 1024;

    /// The defaults: 10 seconds to connect, 30 in all, 1 MiB of body, no proxy, the certificate
    /// authorities of the TLS backend, no client certificate, any address.
    #[must_use]
    pub fn new() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            body_limit: 1024 * 1024,
            https_proxy: None,
            root_certificates: Vec::new(),
            built_in_roots: true,
            client_certificate: None,
            public_addresses_only: false,
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

    /// Root certificates to trust besides those of the TLS backend: one or more in PEM
    /// (`BEGIN CERTIFICATE`). May be called several times.
    ///
    /// On Android, reqwest 0.13 with rustls adds none to those of the system, and there is no client then:
    /// take [`without_built_in_roots`](Self::without_built_in_roots) too.
    #[must_use]
    pub fn root_certificates_pem(mut self, pem: &[u8]) -> Self {
        self.root_certificates.push(pem.to_vec());
        self
    }

    /// Trusts no certificate authority of the TLS backend or the operating system, but those of
    /// [`root_certificates_pem`](Self::root_certificates_pem) alone.
    #[must_use]
    pub fn without_built_in_roots(mut self) -> Self {
        self.built_in_roots = false;
        self
    }

    /// The certificate that the client authenticates with by mutual TLS (RFC 8705), and its private key.
    ///
    /// `certificates` is the certificate in PEM and, where the server needs them, the intermediate ones
    /// after it. `key` is the private key in PEM, not encrypted; PKCS #8 (`BEGIN PRIVATE KEY`) is what both
    /// rustls and native-tls take.
    #[must_use]
    pub fn client_certificate_pem(mut self, certificates: &[u8], key: &[u8]) -> Self {
        let key = Zeroizing::new(key.to_vec());
        self.client_certificate =
            Some(ClientCertificate { certificates: certificates.to_vec(), key });
        self
    }

    /// Connects to public addresses alone: not to the loopback interface, private (RFC 1918), shared
    /// (RFC 6598), link-local, unique local or multicast addresses, nor to any other range with a special
    /// purpose (RFC 6890), also where an address of IPv6 stands for such a one of IPv4. For a service that
    /// sends requests to URLs of others, such as the issuer that a customer enters.
    ///
    /// An address in a URL is judged before anything is sent. A name is resolved once, and the client
    /// connects to none but the public addresses that were found, so a name that is resolved anew to another
    /// address (DNS rebinding) reaches nothing. `http` is not sent at all, since it goes to the loopback
    /// interface only. It excludes [`https_proxy`](Self::https_proxy): a proxy resolves the names itself, so
    /// have the proxy refuse such addresses.
    ///
    /// A network that translates addresses by a prefix of its own (NAT64, RFC 6052 section 2.2) may reach
    /// private addresses by public ones, which nothing shows here.
    #[must_use]
    pub fn public_addresses_only(mut self) -> Self {
        self.public_addresses_only = true;
        self
    }

    /// Whether an option is about certificates.
    pub(super) fn has_certificates(&self) -> bool {
        !self.root_certificates.is_empty()
            || !self.built_in_roots
            || self.client_certificate.is_some()
    }

    /// Where a client with these options may send a request.
    pub(super) const fn reach(&self, tls: bool) -> Reach {
        Reach { tls, public_addresses_only: self.public_addresses_only }
    }

    /// Whether each option is in its bounds, and no two exclude each other.
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
        if self.public_addresses_only && self.https_proxy.is_some() {
            return Err(SafeHttpError::ProxyResolvesNames);
        }
        Ok(())
    }
}

impl Default for SafeHttpOptions {
    fn default() -> Self {
        Self::new()
    }
}

// The URL of a proxy may have a password in it. Of certificates, their number is shown.
impl fmt::Debug for SafeHttpOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SafeHttpOptions")
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("body_limit", &self.body_limit)
            .field("https_proxy", &self.https_proxy.as_ref().map(|_| "[redacted]"))
            .field("root_certificates", &self.root_certificates.len())
            .field("built_in_roots", &self.built_in_roots)
            .field("client_certificate", &self.client_certificate.as_ref().map(|_| "[redacted]"))
            .field("public_addresses_only", &self.public_addresses_only)
            .finish()
    }
}

/// Where a client may send a request.
#[derive(Clone, Copy)]
pub(super) struct Reach {
    pub(super) tls: bool,
    public_addresses_only: bool,
}

impl Reach {
    /// Whether a request may go to `url`, which is the one that reqwest connects to: the judgement and
    /// the connection read it with the same parser. The addresses of a name are judged when it is
    /// resolved.
    pub(super) fn check(self, url: &Url) -> Result<(), SafeHttpError> {
        if self.public_addresses_only && !may_be_public(url) {
            return Err(SafeHttpError::PrivateAddress);
        }
        match url.scheme() {
            "https" if self.tls => Ok(()),
            "https" => Err(SafeHttpError::NoTls),
            "http" if is_loopback(url) => Ok(()),
            _ => Err(SafeHttpError::InsecureUrl),
        }
    }
}

/// Whether the host may have a public address. `http` has none to go to but the loopback interface.
fn may_be_public(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => is_public(address.into()),
        Some(Host::Ipv6(address)) => is_public(address.into()),
        Some(Host::Domain(_)) => url.scheme() == "https",
        None => false,
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
