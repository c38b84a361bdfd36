//! The typed run time: what a client declares is what it does.
//!
//! A [`Flow`] is made from a struct that [`oauth_client`](crate::oauth_client) annotates. It starts
//! the flows that the client declares and no other, sends PKCE with `S256` and a fresh `state` in
//! every authorization request, authenticates by the declared method, and judges every value that
//! arrives at run time by the rules that judge declarations.
//!
//! ```no_run
//! use oauth_flow::flow::{Flow, Pending};
//! use oauth_flow::oauth_client;
//!
//! #[oauth_client(kind = "web", scope = "openid profile", redirect_uri = "runtime")]
//! struct Login {
//!     client_id: String,
//!     client_secret: String,
//!     redirect_uri: String,
//!     authorization_endpoint: String,
//!     token_endpoint: String,
//! }
//!
//! # fn store(_: &Pending<Login>) {}
//! fn start(flow: &Flow<Login>) -> Result<String, Box<dyn std::error::Error>> {
//!     let (url, pending) = flow.authorize().begin()?;
//!     store(&pending); // in the session of the user: it is `Serialize`
//!     Ok(url.into())
//! }
//!
//! fn callback(
//!     flow: &Flow<Login>,
//!     pending: Pending<Login>,
//!     query: Option<&str>,
//!     http: &impl oauth2::SyncHttpClient,
//! ) -> Result<oauth2::AccessToken, Box<dyn std::error::Error>> {
//!     let tokens = flow.complete(pending, query)?.request(http)?;
//!     Ok(tokens.access_token().clone())
//! }
//! ```
//!
//! The types of the `oauth2` crate stand at the edges, so code that uses that crate fits.
//!
//! - The endpoints are declared, fields, or read from the server: [`ServerMetadata`] is given to
//!   [`Flow::builder`].
//! - Requests go through any [`oauth2::SyncHttpClient`] or [`oauth2::AsyncHttpClient`]. `SafeHttp`
//!   (feature `reqwest`) is one that follows no redirect and sends credentials over TLS alone.
//! - Tokens are handed out and not kept. When to renew an access token is the service's policy;
//!   `examples/services` in the repository has a worker with a cache, and a web login.
//! - The ID token is not validated: [`Tokens::id_token`] says what to do with it.
//! - The texts of errors hold neither tokens nor codes nor secrets, and may be logged and shown.
//! - A client that declares what is not sent yet, such as `sender_constraint`, has no [`Flow`]:
//!   [`unsupported`] lists what that is.

mod authentication;
mod authorize;
mod callback;
mod configure;
pub mod delivery;
mod device;
mod error;
mod fields;
mod form;
mod judgement;
#[cfg(feature = "jwt")]
mod jwt;
mod parameter;
mod pending;
mod request;
mod response;
mod revocation;
#[cfg(any(feature = "reqwest", feature = "reqwest-0-12"))]
pub mod safe_http;
mod server;
mod signer;
mod tokens;
pub mod unsupported;

pub use authorize::{Authorize, BeginError, PushError};
pub use callback::{AuthorizationError, AuthorizationErrorCode, Callback, CompleteError};
pub use configure::{BuildError, Builder};
pub use device::{DeviceError, DeviceLogin, DeviceRequest, Poll};
pub use error::{MissingEndpoint, ServerError, TransportError};
pub use fields::{ClientFields, FieldText};
#[doc(hidden)]
pub use fields::{FieldAt, FieldReader};
#[cfg(feature = "jwt")]
pub use jwt::{JwtKeyError, JwtSigner};
pub use parameter::{ManagedParameter, ParameterName};
pub use pending::Pending;
pub use request::{RequestError, TakesScope, TokenRequest, TokenType};
pub use revocation::{Revocation, RevocationError};
#[cfg(all(feature = "reqwest", feature = "reqwest-blocking"))]
pub use safe_http::BlockingSafeHttp;
#[cfg(feature = "reqwest")]
pub use safe_http::SafeHttp;
#[cfg(any(feature = "reqwest", feature = "reqwest-0-12"))]
pub use safe_http::{SafeHttpError, SafeHttpOptions};
pub use server::{FetchError, MetadataError, ServerMetadata};
pub use signer::{AssertionClaims, SignError, Signer};
pub use tokens::{ExtraFields, Tokens};

pub use crate::__parameter as parameter;
pub use oauth_flow_core::{Finding, Origin};

use std::string::String;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use std::vec::Vec;

use core::fmt;
use core::marker::PhantomData;

use oauth_flow_core::{Declaration, Endpoint, Endpoints};
use oauth2::http::Uri;
use oauth2::url::Url;

use crate::flow::authentication::Credential;
use crate::flow::unsupported::Supported;
use crate::{Allows, OAuthClient, grant};

/// Where the time comes from.
pub type Clock = fn() -> SystemTime;

/// The run time of the client that `C` declares. Cheap to clone (one reference count), `Send` and
/// `Sync`; make one when the service starts, and keep it in its state or in a `static`.
pub struct Flow<C> {
    inner: Arc<Inner>,
    client: PhantomData<fn() -> C>,
}

/// What a flow needs to know of a client, checked.
// oauth-flow: allow(undeclared_client, reason = "it holds what any declared client says")
struct Inner {
    declaration: &'static Declaration<'static>,
    client_id: String,
    credential: Credential,
    /// The authorization endpoint, to which parameters are added.
    authorization_endpoint: Option<Url>,
    /// The token endpoint, which every grant of the run time needs.
    token_endpoint: Uri,
    endpoints: Endpoints<Option<Uri>>,
    redirect_uris: Vec<String>,
    scopes: Vec<String>,
    resources: Vec<String>,
    audiences: Vec<String>,
    issuer: Option<String>,
    /// Whether the server promises `iss` in its authorization responses (RFC 9207 section 3).
    iss_promised: bool,
    clock: Clock,
    login_lifetime: Duration,
    warnings: Vec<Finding>,
}

impl Inner {
    /// Where requests to `endpoint` are posted.
    fn endpoint(&self, endpoint: Endpoint) -> Result<&Uri, MissingEndpoint> {
        self.endpoints.get(endpoint).as_ref().ok_or(MissingEndpoint(endpoint))
    }
}

impl<C: ClientFields> Flow<C>
where
    C::Unsupported: Supported<C>,
{
    /// The flow of a client, with the values of its fields. Values that are part of the
    /// declaration need no field; what is neither declared nor in a field is given to
    /// [`Flow::builder`].
    ///
    /// # Errors
    ///
    /// What is missing, empty, contradicts the declaration or breaks a rule.
    pub fn new(config: &C) -> Result<Self, BuildError> {
        Self::builder().config(config).build()
    }
}

impl<C: OAuthClient> Flow<C> {
    /// A builder that takes the values of the client one by one.
    pub fn builder() -> Builder<C> {
        Builder::new()
    }

    /// What the rules warn of in the values that arrived at run time. What they warn of in the
    /// declaration itself was said by the compiler.
    #[must_use]
    pub fn warnings(&self) -> &[Finding] {
        &self.inner.warnings
    }

    /// The client identifier.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.inner.client_id
    }

    /// Prepares an authorization request (RFC 6749 section 4.1.1).
    pub fn authorize(&self) -> Authorize<'_, C>
    where
        C: Allows<grant::authorization_code>,
    {
        Authorize::new(&self.inner)
    }

    /// Reads the authorization response that belongs to `pending`, and prepares the request that
    /// exchanges its code for tokens (RFC 6749 sections 4.1.2 and 4.1.3). `callback` is all of the
    /// response: the query string of the redirect and not its whole URL, the form body with
    /// `form_post`, or the fragment with `fragment`. An ID token or an access token that a hybrid
    /// response type puts beside the code is not read: those of the token endpoint are used.
    ///
    /// # Errors
    ///
    /// The response is not the one to `pending`, came too late, was answered by another server, is
    /// malformed, or says that the server or the user refused.
    pub fn complete<'c>(
        &self,
        pending: Pending<C>,
        callback: impl Into<Callback<'c>>,
    ) -> Result<TokenRequest<'_, C, grant::authorization_code>, CompleteError> {
        callback::complete(&self.inner, pending, callback.into())
    }
}

impl<C> Clone for Flow<C> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), client: PhantomData }
    }
}

/// Names the client, never its secret.
impl<C> fmt::Debug for Flow<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flow").field("client_id", &self.inner.client_id).finish_non_exhaustive()
    }
}

impl Inner {
    fn now(&self) -> SystemTime {
        (self.clock)()
    }
}
