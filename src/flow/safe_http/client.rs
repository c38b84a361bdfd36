//! The asynchronous client. Its source is compiled once for each version of reqwest.

use std::boxed::Box;
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::vec::Vec;

use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse, http};

use super::super::address::NotPublic;
use super::super::options::Reach;
use super::super::{SafeHttpError, SafeHttpOptions};
use super::reqwest::{self, Client, ClientBuilder, Proxy, Request, Response, redirect};
use super::resolver::{Lookup, PublicAddresses, of_system};
use super::tls::{has_tls, not_built, with_certificates};

/// An asynchronous HTTP client that is safe to send credentials with; [the module](super::super)
/// says what that is. It needs a Tokio runtime, as reqwest does.
///
/// Cloning is cheap, and the clones share their connections: make one for the program.
///
/// ```
/// use oauth_flow::flow::{SafeHttpError, SafeHttpOptions};
/// # #[cfg(feature = "reqwest")]
/// use oauth_flow::flow::SafeHttp;
/// # #[cfg(not(feature = "reqwest"))]
/// # use oauth_flow::flow::safe_http::reqwest_0_12::SafeHttp;
///
/// # fn main() -> Result<(), SafeHttpError> {
/// let http = SafeHttp::new()?;
/// # drop(http);
/// let small = SafeHttp::with_options(&SafeHttpOptions::new().body_limit(16 * 1024))?;
/// # drop(small);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct SafeHttp {
    client: Client,
    body_limit: usize,
    reach: Reach,
}

impl SafeHttp {
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
        let builder = configured(options, of_system)?;
        let client = builder.build().map_err(|error| not_built(error, options))?;
        Ok(Self { client, body_limit: options.body_limit, reach: options.reach(has_tls()) })
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, SafeHttpError> {
        let request = Request::try_from(request).map_err(without_url)?;
        self.reach.check(request.url())?;
        let mut response = self.client.execute(request).await.map_err(without_url)?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(without_url)? {
            append(&mut body, &chunk, self.body_limit)?;
        }
        Ok(with_body(&response, body))
    }
}

// reqwest shows the URL of a proxy, which may have a password in it.
impl fmt::Debug for SafeHttp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SafeHttp")
            .field("body_limit", &self.body_limit)
            .field("tls", &self.reach.tls)
            .finish_non_exhaustive()
    }
}

impl<'c> AsyncHttpClient<'c> for SafeHttp {
    type Error = SafeHttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, SafeHttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

/// reqwest, with everything set that the module promises.
pub(super) fn configured(
    options: &SafeHttpOptions,
    lookup: Lookup,
) -> Result<ClientBuilder, SafeHttpError> {
    options.check()?;
    let builder = ClientBuilder::new()
        .redirect(redirect::Policy::none())
        .connect_timeout(options.connect_timeout)
        .timeout(options.timeout)
        .no_proxy();
    let builder = if options.public_addresses_only {
        // `localhost` is a name like any other: an address that is set here goes before the resolver.
        builder.dns_resolver(Arc::new(PublicAddresses(lookup)))
    } else {
        // The port is that of the URL.
        let loopback: [IpAddr; 2] = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
        let loopback = loopback.map(|address| SocketAddr::new(address, 0));
        builder.resolve_to_addrs("localhost", &loopback)
    };
    let builder = with_certificates(builder, options)?;
    match &options.https_proxy {
        None => Ok(builder),
        Some(url) => {
            let proxy = Proxy::https(url).map_err(|_| SafeHttpError::InvalidProxy)?;
            Ok(builder.proxy(proxy))
        }
    }
}

/// Adds a part of the body, if it is not one too many.
pub(super) fn append(body: &mut Vec<u8>, part: &[u8], limit: usize) -> Result<(), SafeHttpError> {
    if part.len() > limit.saturating_sub(body.len()) {
        return Err(SafeHttpError::BodyTooLarge { limit });
    }
    body.extend_from_slice(part);
    Ok(())
}

/// The response, with the body that was read from it.
fn with_body(response: &Response, body: Vec<u8>) -> HttpResponse {
    let mut whole = http::Response::new(body);
    *whole.status_mut() = response.status();
    *whole.version_mut() = response.version();
    whole.headers_mut().clone_from(response.headers());
    whole
}

/// What reqwest says, without the URL: its query may have secrets in it.
pub(super) fn without_url(error: reqwest::Error) -> SafeHttpError {
    if error.is_timeout() {
        let connecting = error.is_connect();
        return if connecting { SafeHttpError::ConnectTimeout } else { SafeHttpError::Timeout };
    }
    if is_not_public(&error) {
        return SafeHttpError::PrivateAddress;
    }
    SafeHttpError::Reqwest(Box::new(error.without_url()))
}

/// Whether the resolver found no public address.
fn is_not_public(error: &reqwest::Error) -> bool {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = next {
        if error.is::<NotPublic>() {
            return true;
        }
        next = error.source();
    }
    false
}
