//! Requests for public documents, with the limits of the run time's `SafeHttp`: no redirect is followed,
//! certificates are verified, and an answer may be neither endless nor slow.

use std::fmt;
use std::time::Duration;

use oauth_flow_core::uri::Uri;
use oauth_flow_core::visible;
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

/// The most bytes that an answer may have.
pub(crate) const MOST: u64 = 1024 * 1024;

/// How long the connection may take, TLS included.
const CONNECT: Duration = Duration::from_secs(10);

/// An HTTP client that carries no credentials.
pub(crate) struct Http {
    agent: Agent,
    timeout: Duration,
}

/// The answer of a server.
pub(crate) enum Answer {
    /// The body of an answer with 200.
    Body(Vec<u8>),
    /// Another status.
    Status(u16),
}

impl Http {
    /// A client whose requests may take this long.
    pub(crate) fn new(timeout: Duration) -> Self {
        // A company's own certificate authority is among those of the operating system.
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let config = Agent::config_builder()
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_global(Some(timeout))
            .timeout_connect(Some(CONNECT.min(timeout)))
            .user_agent(concat!("cargo-oauth-flow/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls)
            .build();
        Self { agent: config.into(), timeout }
    }

    /// What is at a URL, which is one that a client uses.
    pub(crate) fn get(&self, url: &str) -> Result<Answer, HttpError> {
        let failed = |error| self.error(error);
        let mut request = self.agent.get(url).header("accept", "application/json");
        // A proxy that the environment names leads to other machines, and not back to this one.
        if Uri::read(url).is_ok_and(|uri| uri.is_local()) {
            request = request.config().proxy(None).build();
        }
        let mut response = request.call().map_err(failed)?;
        if response.status() != 200 {
            return Ok(Answer::Status(response.status().as_u16()));
        }
        let body = response.body_mut().with_config().limit(MOST).read_to_vec();
        body.map(Answer::Body).map_err(failed)
    }

    fn error(&self, error: ureq::Error) -> HttpError {
        match error {
            ureq::Error::BodyExceedsLimit(_) => HttpError::TooLong,
            ureq::Error::Timeout(_) => HttpError::Slow(self.timeout),
            ureq::Error::HostNotFound => HttpError::NoHost,
            // What the proxy says may name its URL, which may have a password in it.
            ureq::Error::ConnectProxyFailed(_) => HttpError::Proxy,
            ureq::Error::Io(error) => HttpError::Other(error.to_string()),
            ureq::Error::Rustls(error) => HttpError::Other(format!("TLS: {error}")),
            error => HttpError::Other(error.to_string()),
        }
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum HttpError {
    /// It has more than [`MOST`] bytes.
    TooLong,
    /// It did not end in time.
    Slow(Duration),
    /// The name of the host has no address.
    NoHost,
    /// The proxy does not connect.
    Proxy,
    /// What the library says.
    Other(String),
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "the answer has more than {MOST} bytes"),
            Self::Slow(time) => {
                write!(f, "the answer did not end within {} s", time.as_secs())
            }
            Self::NoHost => f.write_str("the name of the host has no address"),
            Self::Proxy => f.write_str("the proxy that the environment names does not connect"),
            Self::Other(text) => write!(f, "the request failed: {}", visible(text)),
        }
    }
}
