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
//! - A pending login is stored in a session, or in an encrypted cookie: `LoginCookies` (feature `cookie`).
//! - An app on the user's own machine logs the user in by one call: `login_on_loopback` (feature `loopback`).
//! - Tokens are handed out and not kept. With the feature `token-source`, `Flow::token_source` gives a source
//!   of valid access tokens, which renews them once for all who ask, and stores them first.
//! - With the feature `openid`, the ID token of a login is validated before anyone has it:
//!   `Tokens::claims` says who the user is. Without, it is handed out as text.
//! - The texts of errors hold neither tokens nor codes nor secrets. What they show of the other side is
//!   bounded and escaped, for a log, a terminal or a page, and each says whether it helps to try again.
//! - A client that declares what is not supported yet, such as `sender_constraint = "dpop"`, has no
//!   [`Flow`]: [`unsupported`] lists what that is.

mod authorize;
mod configure;
pub mod delivery;
mod device;
mod exchange;
#[cfg(feature = "tracing")]
mod failures;
mod flows;
mod judgement;
#[cfg(feature = "openid")]
mod jws;
#[cfg(feature = "loopback")]
mod loopback;
mod members;
#[cfg(feature = "openid")]
mod openid;
mod parameter;
mod retry;
mod revocation;
#[cfg(any(feature = "reqwest", feature = "reqwest-0-12"))]
pub mod safe_http;
mod server;
mod settings;
#[cfg(feature = "token-source")]
mod source;
mod stored;
mod text;
mod token;
mod trace;
pub mod unsupported;

#[cfg(feature = "cookie")]
pub use authorize::cookies::{LoginCookies, SealError, ShortCookieKey};
pub use authorize::logins::PendingLogins;
pub use authorize::pending::{Pending, PendingKey};
pub use authorize::push::PushError;
pub use authorize::refusal::{AuthorizationError, AuthorizationErrorCode};
pub use authorize::request::{Authorize, BeginError};
pub use authorize::response::{Callback, CompleteError};
pub use configure::builder::Builder;
pub use configure::error::{BuildError, SeveralValues};
pub use configure::fields::{ClientFields, FieldText};
#[doc(hidden)]
pub use configure::fields::{FieldAt, FieldReader};
pub use device::error::{DeviceError, UnfitVerificationUri};
pub use device::login::{DeviceLogin, Poll};
pub use device::pending::PendingDevice;
pub use device::request::DeviceRequest;
pub use exchange::error::{
    AnswerError, ErrorBody, ExchangeError, MissingEndpoint, ServerError, WrongMember,
};
#[cfg(feature = "jwt")]
pub use exchange::jwt::{JwtKeyError, JwtSigner};
pub use exchange::signer::{AssertionClaims, AsyncSigner, SignError, Signer};
pub use flows::Flows;
#[cfg(feature = "openid")]
pub use jws::error::{JwtError, JwtErrorReason, SignedToken};
#[cfg(feature = "loopback")]
pub use loopback::error::LoopbackError;
#[cfg(feature = "loopback")]
pub use loopback::login::LoopbackLogin;
pub use members::JsonType;
#[cfg(feature = "openid")]
pub use openid::claims::IdTokenClaims;
#[cfg(feature = "openid")]
pub use openid::end_session::{EndSession, EndSessionError, ForeignLogout, PendingLogout};
#[cfg(feature = "openid")]
pub use openid::error::{KeysError, NoClaims, VerifyError};
#[cfg(feature = "openid")]
pub use openid::identity::Identity;
#[cfg(feature = "openid")]
pub use openid::logout_token::{LogoutRequest, LogoutToken, NotALogout};
#[cfg(feature = "openid")]
pub use openid::userinfo::{Userinfo, UserinfoError, UserinfoRequest};
pub use parameter::{ManagedParameter, ParameterName};
pub use retry::Retry;
pub use revocation::Revocation;
#[cfg(all(feature = "reqwest", feature = "reqwest-blocking"))]
pub use safe_http::BlockingSafeHttp;
#[cfg(feature = "reqwest")]
pub use safe_http::SafeHttp;
#[cfg(any(feature = "reqwest", feature = "reqwest-0-12"))]
pub use safe_http::{SafeHttpError, SafeHttpOptions};
pub use server::error::{AskedAddress, FetchError, MetadataError};
pub use server::metadata::ServerMetadata;
pub use settings::Clock;
#[cfg(feature = "token-source")]
pub use source::ask::SharedHttpClient;
#[cfg(feature = "token-source")]
pub use source::bearer::{ApiError, BearerHttp};
#[cfg(feature = "token-source")]
pub use source::builder::TokenSourceBuilder;
#[cfg(feature = "token-source")]
pub use source::error::{LoginNeeded, LoginReason, RequestFailure, StoreFailure, TokenError};
#[cfg(feature = "token-file")]
pub use source::file::{FileLock, FileTokenError, FileTokenStore};
#[cfg(feature = "token-source")]
pub use source::memory::{MemoryLock, MemoryTokenStore};
#[cfg(feature = "token-source")]
pub use source::store::{Saved, TokenStore};
#[cfg(feature = "token-source")]
pub use source::stored_tokens::StoredTokens;
#[cfg(feature = "token-source")]
pub use source::tokens::TokenSource;
pub use stored::ForeignLogin;
pub use token::error::{RequestError, Unusable, UnusableReason};
pub use token::kind::{NotATokenType, OtherTokenType, TokenType};
pub use token::request::{TakesScope, TokenRequest};
pub use token::tokens::{ExtraFields, Tokens};

pub use crate::__parameter as parameter;
pub use oauth_flow_core::{Finding, Origin};

use std::string::String;
use std::sync::Arc;

use core::fmt;
use core::marker::PhantomData;

use oauth2::{RefreshToken, StandardRevocableToken};

use crate::{Allows, OAuthClient, grant};
use authorize::response::complete;
use exchange::client::Client;
use unsupported::Supported;

/// The run time of the client that `C` declares. Cheap to clone (one reference count), `Send` and
/// `Sync`; make one when the service starts, and keep it in its state or in a `static`.
pub struct Flow<C> {
    client: Arc<Client>,
    marker: PhantomData<fn() -> C>,
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

impl<C: OAuthClient> Builder<C> {
    /// The flow, if its values are complete, fit the declaration and break no rule.
    ///
    /// # Errors
    ///
    /// What is missing, empty, contradicts the declaration or breaks a rule.
    pub fn build(self) -> Result<Flow<C>, BuildError>
    where
        C::Unsupported: Supported<C>,
    {
        Ok(Flow { client: Arc::new(self.client()?), marker: PhantomData })
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
        &self.client.settings.warnings
    }

    /// The client identifier; empty for a client that has no registration.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client.settings.client_id
    }

    /// Prepares an authorization request (RFC 6749 section 4.1.1).
    pub fn authorize(&self) -> Authorize<'_, C>
    where
        C: Allows<grant::authorization_code>,
    {
        Authorize::new(&self.client)
    }

    /// Prepares a login of an app on the user's own machine, which gets the authorization response at the
    /// loopback interface (RFC 8252 section 7.3). For one that asks for more than is configured:
    /// [`Authorize::on_loopback`].
    #[cfg(feature = "loopback")]
    pub fn login_on_loopback(&self) -> LoopbackLogin<'_, C>
    where
        C: Allows<grant::authorization_code>,
    {
        self.authorize().on_loopback()
    }

    /// Reads the authorization response that belongs to `pending`, and prepares the request that
    /// exchanges its code for tokens (RFC 6749 sections 4.1.2 and 4.1.3). `callback` is all of the
    /// response: the query string of the redirect, the form body with `form_post`, the fragment with
    /// `fragment`, or the whole URL.
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
        let outcome = complete(&self.client, pending, callback.into());
        trace::completed(&self.client.settings, outcome)
    }

    /// Keeps the logins of this client in encrypted cookies, for a service that has no sessions. `key` is at
    /// least 64 random bytes, or a text of them, which the service alone has, and which is the same in each of
    /// its processes. Other cookies may have the same key: no cookie opens under another name. A client with
    /// several servers makes them of any of its flows.
    ///
    /// # Errors
    ///
    /// The key is shorter.
    #[cfg(feature = "cookie")]
    pub fn login_cookies(&self, key: &[u8]) -> Result<LoginCookies<C>, ShortCookieKey>
    where
        C: Allows<grant::authorization_code>,
    {
        LoginCookies::new(&self.client.settings, key)
    }

    /// Prepares a token request of a client that acts on its own (RFC 6749 section 4.4).
    pub fn client_credentials(&self) -> TokenRequest<'_, C, grant::client_credentials>
    where
        C: Allows<grant::client_credentials>,
    {
        TokenRequest::of_client(&self.client)
    }

    /// Prepares a request for a new access token (RFC 6749 section 6). The tokens that come back
    /// always hold a refresh token: the new one, or this one where the server keeps it. Clone it
    /// before if the request is to be tried again when the server cannot be reached. After a login
    /// that asked for other resources than the configured ones, ask for them here too.
    ///
    /// A server that rotates refresh tokens has used this one up once it has the request: a request
    /// that is dropped before its answer was read, as in a web handler whose browser left, loses the
    /// new one. Run it in a task of its own, and store the new token before anything else is done, as a
    /// `TokenSource` does (feature `token-source`).
    pub fn refresh(&self, token: RefreshToken) -> TokenRequest<'_, C, grant::refresh_token>
    where
        C: Allows<grant::refresh_token>,
    {
        TokenRequest::of_refresh(&self.client, token)
    }

    /// Prepares a source of access tokens, which renews them before they end, once for all who ask. `http` sends
    /// its requests.
    #[cfg(feature = "token-source")]
    pub fn token_source<H: SharedHttpClient>(&self, http: H) -> TokenSourceBuilder<C, H> {
        TokenSourceBuilder::new(Arc::clone(&self.client), http)
    }

    /// Prepares a request that trades the user's password for tokens (RFC 6749 section 4.3). Only
    /// a client that declares the grant has it, which RFC 9700 section 2.4 forbids: it takes the
    /// profile `rfc6749`, or a waiver.
    pub fn password(&self, username: &str, password: &str) -> TokenRequest<'_, C, grant::password>
    where
        C: Allows<grant::password>,
    {
        TokenRequest::of_password(&self.client, username, password)
    }

    /// Prepares a request whose grant is a JWT that the client got or made elsewhere (RFC 7523
    /// section 2.1).
    pub fn jwt_bearer(&self, assertion: &str) -> TokenRequest<'_, C, grant::jwt_bearer>
    where
        C: Allows<grant::jwt_bearer>,
    {
        TokenRequest::of_assertion(&self.client, assertion)
    }

    /// Prepares a token exchange: `subject_token` represents the party on whose behalf the client
    /// acts (RFC 8693 section 2.1).
    #[allow(clippy::needless_pass_by_value, reason = "a type is named where it is given")]
    pub fn token_exchange(
        &self,
        subject_token: &str,
        subject_token_type: TokenType,
    ) -> TokenRequest<'_, C, grant::token_exchange>
    where
        C: Allows<grant::token_exchange>,
    {
        TokenRequest::of_exchange(&self.client, subject_token, &subject_token_type)
    }

    /// Prepares a login on a device without a browser (RFC 8628).
    pub fn device(&self) -> DeviceRequest<'_, C>
    where
        C: Allows<grant::device_code>,
    {
        DeviceRequest::new(&self.client)
    }

    /// Goes on with a login on a device that was stored.
    ///
    /// # Errors
    ///
    /// It was stored by another version of this crate, or is one of another client or server.
    pub fn resume_device(&self, pending: PendingDevice<C>) -> Result<DeviceLogin<C>, ForeignLogin>
    where
        C: Allows<grant::device_code>,
    {
        DeviceLogin::resume(&self.client, pending)
    }

    /// Prepares a request for what the userinfo endpoint says of the user (`OpenID` Connect Core section
    /// 5.3). `identity` is that of the login that gave the access token: an answer of another user is
    /// refused.
    #[cfg(feature = "openid")]
    pub fn userinfo<'f>(
        &'f self,
        access_token: &'f oauth2::AccessToken,
        identity: &'f Identity,
    ) -> UserinfoRequest<'f, C> {
        UserinfoRequest::new(&self.client, access_token, identity)
    }

    /// Prepares a logout at the server (`OpenID` Connect RP-Initiated Logout).
    #[cfg(feature = "openid")]
    pub fn end_session(&self) -> EndSession<'_> {
        EndSession::new(&self.client)
    }

    /// Reads the form that the server posts when a user was logged out there (`OpenID` Connect Back-Channel
    /// Logout section 2.5). Whom that was is known once it is validated.
    ///
    /// # Errors
    ///
    /// The form has no logout token.
    #[cfg(feature = "openid")]
    pub fn logout_token(&self, form: &str) -> Result<LogoutRequest<'_, C>, NotALogout> {
        LogoutRequest::read(&self.client, form)
    }

    /// Forgets that a logout token was accepted: its sessions could not be ended, and the server may send it
    /// again.
    #[cfg(feature = "openid")]
    pub fn forget_logout(&self, token: &LogoutToken) {
        self.client.logouts.forget(&token.id);
    }

    /// Prepares the revocation of an access token or a refresh token (RFC 7009 section 2.1).
    /// Revoke the refresh token at logout: servers then revoke the access tokens with it.
    pub fn revoke(&self, token: impl Into<StandardRevocableToken>) -> Revocation<'_> {
        Revocation::new(&self.client, token.into())
    }
}

impl<C: OAuthClient> Flows<C> {
    /// Adds a flow. One that is added under the same name takes the place of the first.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, flow: Flow<C>) -> Self {
        self.add(name.into(), flow.client);
        self
    }

    /// The flow of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Flow<C>> {
        self.iter().find(|(other, _)| *other == name).map(|(_, flow)| flow)
    }

    /// All of them with their names, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Flow<C>)> {
        self.clients().map(|(name, client)| (name, Flow::of(client)))
    }

    /// The flow that began a login, with its name.
    ///
    /// # Errors
    ///
    /// None of them began it.
    pub fn of(&self, pending: &Pending<C>) -> Result<(&str, Flow<C>), ForeignLogin> {
        self.client_of(pending).map(|(name, client)| (name, Flow::of(client)))
    }
}

impl<C> Flow<C> {
    fn of(client: &Arc<Client>) -> Self {
        Self { client: Arc::clone(client), marker: PhantomData }
    }
}

impl<C> Clone for Flow<C> {
    fn clone(&self) -> Self {
        Self::of(&self.client)
    }
}

/// Names the client, never its secret.
impl<C> fmt::Debug for Flow<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flow")
            .field("client_id", &self.client.settings.client_id)
            .finish_non_exhaustive()
    }
}
