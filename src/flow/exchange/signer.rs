//! What signs the assertion by which a client authenticates (RFC 7523 section 2.2).

use std::boxed::Box;
use std::error::Error;
use std::fmt;
use std::string::String;

use core::future::Future;

use serde::Serialize;

use crate::flow::retry::Retry;

/// Makes the JWT of `private_key_jwt` and `client_secret_jwt` (`OpenID` Connect Core 1.0
/// section 9).
///
/// `JwtSigner` (feature `jwt`) holds a key in memory; implement the trait for a key that stays in
/// a hardware module. A call may block: `Flow` makes it before it sends a request, on the thread that
/// asked for the request. An [`AsyncSigner`] is awaited instead.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a `Signer`",
    label = "signs no client assertion",
    note = "implement `oauth_flow::flow::Signer`; an `AsyncSigner` is given by `async_signer` of the builder"
)]
pub trait Signer: Send + Sync {
    /// Signs the claims, and gives the whole JWT in the compact serialization (RFC 7515
    /// section 3.1), with the `alg` and, where the server needs it, the `kid` of the key in its
    /// header.
    ///
    /// # Errors
    ///
    /// The reason why there is no signature. The text of the error must not contain the key.
    fn sign(&self, claims: &AssertionClaims<'_>) -> Result<String, SignError>;
}

/// Makes the same JWT as a [`Signer`], and is awaited: for a key in a key service or a hardware module
/// that is asked over the network.
///
/// An implementation writes `async fn sign`. Its future has to be [`Send`], as those of the requests are.
///
/// ```
/// use oauth_flow::flow::{AssertionClaims, AsyncSigner, SignError};
/// # struct KeyService;
/// # impl KeyService {
/// #     async fn jwt(&self, _: &str, _: &[u8]) -> Result<String, std::io::Error> {
/// #         Ok(String::new())
/// #     }
/// # }
///
/// struct ServiceKey {
///     service: KeyService,
///     name: String,
/// }
///
/// impl AsyncSigner for ServiceKey {
///     async fn sign(&self, claims: &AssertionClaims<'_>) -> Result<String, SignError> {
///         let claims = serde_json::to_vec(claims).map_err(SignError::new)?;
///         self.service.jwt(&self.name, &claims).await.map_err(SignError::new)
///     }
/// }
/// ```
///
/// `Flow` awaits it before each request of a client that authenticates, each poll of a login on a device
/// among them, and keeps no assertion. A request that is dropped meanwhile drops the future of the
/// signature too, and nothing was sent.
///
/// Nothing bounds how long a signature takes: the limits of the HTTP client are those of the request after
/// it. Give the client of the key service a timeout, or put one around the request. The assertion expires a
/// minute after it was asked for, so a bound of a few seconds is right.
///
/// A blocking request cannot wait for it, and fails with [`ExchangeError::Sign`]. Nothing is sent then.
///
/// [`ExchangeError::Sign`]: crate::flow::ExchangeError::Sign
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an `AsyncSigner`",
    label = "signs no client assertion",
    note = "implement `oauth_flow::flow::AsyncSigner`; a `Signer` is given by `signer` of the builder"
)]
pub trait AsyncSigner: Send + Sync {
    /// Signs the claims, and gives the whole JWT in the compact serialization (RFC 7515
    /// section 3.1), with the `alg` and, where the server needs it, the `kid` of the key in its
    /// header.
    ///
    /// # Errors
    ///
    /// The reason why there is no signature. The text of the error must not contain the key.
    fn sign(
        &self,
        claims: &AssertionClaims<'_>,
    ) -> impl Future<Output = Result<String, SignError>> + Send;
}

/// The claims of a client assertion (RFC 7523 section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AssertionClaims<'a> {
    /// Who issues the assertion: the client identifier.
    pub iss: &'a str,
    /// Who the assertion is about: the client identifier.
    pub sub: &'a str,
    /// Who the assertion is for: the issuer identifier of the authorization server.
    pub aud: &'a str,
    /// A value that no other assertion of the client has.
    pub jti: &'a str,
    /// When it was issued, in seconds since 1970-01-01 UTC.
    pub iat: u64,
    /// When it expires, in seconds since 1970-01-01 UTC.
    pub exp: u64,
}

/// There is no signature: a [`Signer`] or an [`AsyncSigner`] gave none, or could not be asked.
#[derive(Debug)]
pub struct SignError {
    reason: Reason,
    retry: Retry,
}

#[derive(Debug)]
enum Reason {
    /// What the signer says.
    Given(Box<dyn Error + Send + Sync>),
    /// The signer is to be awaited, and the request blocks.
    Asynchronous,
}

impl SignError {
    /// Wraps the reason, an error or a text. The same may succeed later, unless
    /// [`with_retry`](Self::with_retry) says otherwise.
    pub fn new(reason: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { reason: Reason::Given(reason.into()), retry: Retry::Later(None) }
    }

    /// Says whether it helps to try again: a key that was disabled is a [`Retry::No`], and a key service
    /// that names a time a [`Retry::Later`] with it.
    #[must_use]
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// That a blocking request was made of a client whose signer is to be awaited.
    pub(super) const fn asynchronous() -> Self {
        Self { reason: Reason::Asynchronous, retry: Retry::No }
    }

    /// Whether it helps to try again: later, unless the signer says otherwise. A blocking request of a
    /// client with an [`AsyncSigner`] fails again.
    #[must_use]
    pub const fn retry(&self) -> Retry {
        self.retry
    }
}

impl fmt::Display for SignError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the client assertion could not be signed")?;
        match &self.reason {
            Reason::Given(_) => Ok(()),
            Reason::Asynchronous => formatter.write_str(
                "; the signer is asynchronous, and a blocking request cannot wait for it; help: use \
                 `request_async`, or the other methods whose names end in `_async`",
            ),
        }
    }
}

impl Error for SignError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.reason {
            Reason::Given(reason) => Some(reason.as_ref()),
            Reason::Asynchronous => None,
        }
    }
}
