//! The blocking client. Its source is compiled once for each version of reqwest.

use std::fmt;
use std::io::Read as _;
use std::vec::Vec;

use oauth2::{HttpRequest, HttpResponse, SyncHttpClient, http};

use super::super::options::Reach;
use super::super::{SafeHttpError, SafeHttpOptions};
use super::client::{append, configured, without_url};
use super::reqwest;
use super::reqwest::blocking::{Client, ClientBuilder, Request};
use super::resolver::of_system;
use super::tls::{has_tls, not_built};

/// A blocking HTTP client that is safe to send credentials with; [the module](super::super) says
/// what that is.
///
/// reqwest panics where a blocking client is made, used or dropped inside an asynchronous runtime:
/// take `SafeHttp` there. Cloning is cheap, and the clones share their connections.
#[derive(Clone)]
pub struct BlockingSafeHttp {
    client: Client,
    body_limit: usize,
    reach: Reach,
}

impl BlockingSafeHttp {
    /// A client with the defaults of [`SafeHttpOptions`].
    ///
    /// # Errors
    ///
    /// [`SafeHttpError::Reqwest`], where the TLS backend or the resolver cannot be set up.
    pub fn new() -> Result<Self, SafeHttpError> {
        Self::with_options(&SafeHttpOptions::new())
    }

    /// A client with options of one's own.
    ///
    /// # Errors
    ///
    /// An option is out of its bounds or excludes another, the proxy has no valid URL, a certificate is
    /// not one, or the TLS backend or the resolver cannot be set up.
    pub fn with_options(options: &SafeHttpOptions) -> Result<Self, SafeHttpError> {
        // The timeout of the asynchronous client inside is that of the whole request; the one of
        // the blocking client starts again with every part of the body.
        let client = ClientBuilder::from(configured(options, of_system)?)
            .timeout(options.timeout)
            .build()
            .map_err(|error| not_built(error, options))?;
        Ok(Self { client, body_limit: options.body_limit, reach: options.reach(has_tls()) })
    }
}

// reqwest shows the URL of a proxy, which may have a password in it.
impl fmt::Debug for BlockingSafeHttp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("BlockingSafeHttp")
            .field("body_limit", &self.body_limit)
            .field("tls", &self.reach.tls)
            .finish_non_exhaustive()
    }
}

impl SyncHttpClient for BlockingSafeHttp {
    type Error = SafeHttpError;

    fn call(&self, request: HttpRequest) -> Result<HttpResponse, SafeHttpError> {
        let request = Request::try_from(request).map_err(without_url)?;
        self.reach.check(request.url())?;
        let mut response = self.client.execute(request).map_err(without_url)?;
        let mut body = Vec::new();
        let mut buffer = [0; 8 * 1024];
        loop {
            let length = response.read(&mut buffer).map_err(reading)?;
            match buffer.get(..length) {
                Some(part) if !part.is_empty() => append(&mut body, part, self.body_limit)?,
                _ => break,
            }
        }
        let mut whole = http::Response::new(body);
        *whole.status_mut() = response.status();
        *whole.version_mut() = response.version();
        whole.headers_mut().clone_from(response.headers());
        Ok(whole)
    }
}

/// The error of reqwest that an error of `std::io` wraps while a body is read.
fn reading(error: std::io::Error) -> SafeHttpError {
    match error.downcast::<reqwest::Error>() {
        Ok(error) => without_url(error),
        Err(error) if error.kind() == std::io::ErrorKind::TimedOut => SafeHttpError::Timeout,
        Err(error) => SafeHttpError::Reqwest(error.into()),
    }
}
