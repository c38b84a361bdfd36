//! Asks the server for new tokens, and tells what became of the refresh token.

use std::boxed::Box;
use std::string::String;
use std::sync::Arc;

use core::error::Error;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;

use oauth2::http::{Method, Uri};
use oauth2::{AsyncHttpClient, HttpRequest, RefreshToken};
use tokio::time::timeout;

use super::error::NoAnswer;
use super::stored_tokens::StoredTokens;
use crate::flow::exchange::client::Client;
use crate::flow::exchange::error::{AnswerError, ExchangeError};
use crate::flow::retry::Retry;
use crate::flow::settings::Settings;
use crate::flow::token::error::{RequestError, Unusable};
use crate::flow::token::request::TokenRequest;
use crate::flow::token::tokens::Tokens;
use crate::grant;

/// An error of a request, for all who asked.
pub(super) type Cause = Arc<dyn Error + Send + Sync>;

/// Whether an error of the HTTP client says that nothing was sent.
pub(super) type IsUnsent = fn(&(dyn Error + 'static)) -> bool;

/// Why there are no new tokens.
pub(super) struct Failed {
    pub(super) cause: Cause,
    pub(super) retry: Retry,
    pub(super) token: Token,
}

/// What became of the refresh token of a request that failed.
pub(super) enum Token {
    /// It is as it was: nothing was sent, or the server refused the request before it looked at the token.
    Unused,
    /// The server refused it (`invalid_grant`, RFC 6749 section 5.2).
    Refused,
    /// It may be used up: the answer was lost, or does not tell.
    InDoubt,
    /// It is used up, and this is what the server gave.
    Renewed(Arc<Unusable>),
}

/// What asks for tokens.
pub(super) trait Ask: Send + Sync {
    fn settings(&self) -> &Settings;

    /// Whether a request uses up a token.
    fn uses_refresh_token(&self) -> bool;

    /// Asks for tokens in place of those that are stored, within a time.
    fn ask(&self, stored: Option<&StoredTokens>, limit: Duration) -> Asked<'_>;
}

pub(super) type Asked<'a> = Pin<Box<dyn Future<Output = Result<Tokens, Failed>> + Send + 'a>>;

/// An HTTP client that a [`TokenSource`](crate::flow::TokenSource) can keep: threads share it, its futures and
/// its errors. Each [`AsyncHttpClient`] that is all of that is one, so that nothing implements this by hand.
pub trait SharedHttpClient:
    for<'c> AsyncHttpClient<'c, Error = Self::HttpError, Future: Send> + Send + Sync + 'static
{
    /// The error of the client.
    type HttpError: Error + Send + Sync + 'static;
}

impl<H, E> SharedHttpClient for H
where
    H: for<'c> AsyncHttpClient<'c, Error = E, Future: Send> + Send + Sync + 'static,
    E: Error + Send + Sync + 'static,
{
    type HttpError = E;
}

/// The tokens of a user, which the refresh token renews (RFC 6749 section 6).
pub(super) struct User<C, H, W> {
    pub(super) client: Arc<Client>,
    pub(super) http: H,
    pub(super) with: W,
    pub(super) is_unsent: IsUnsent,
    pub(super) marker: PhantomData<fn() -> C>,
}

impl<C, H, W> Ask for User<C, H, W>
where
    H: SharedHttpClient,
    W: for<'f> Fn(
            TokenRequest<'f, C, grant::refresh_token>,
        ) -> TokenRequest<'f, C, grant::refresh_token>
        + Send
        + Sync,
{
    fn settings(&self) -> &Settings {
        &self.client.settings
    }

    fn uses_refresh_token(&self) -> bool {
        true
    }

    fn ask(&self, stored: Option<&StoredTokens>, limit: Duration) -> Asked<'_> {
        let token = stored.and_then(StoredTokens::refresh_token);
        let token = token.unwrap_or_else(|| RefreshToken::new(String::new()));
        let request = TokenRequest::of_refresh(&self.client, token);
        #[cfg(feature = "openid")]
        let request = match stored.and_then(StoredTokens::identity) {
            Some(identity) => request.identity(&identity),
            None => request,
        };
        let request = (self.with)(request);
        Box::pin(async move {
            let http = Watched::new(&self.http, &self.client.settings);
            let answer = timeout(limit, request.request_async(&http)).await;
            answer.map_or_else(
                |_| Err(too_late(limit, http.is_sent())),
                |answer| answer.map_err(|error| failed(error, self.is_unsent)),
            )
        })
    }
}

/// The tokens of a client that acts on its own (RFC 6749 section 4.4).
pub(super) struct Machine<C, H, W> {
    pub(super) client: Arc<Client>,
    pub(super) http: H,
    pub(super) with: W,
    pub(super) marker: PhantomData<fn() -> C>,
}

impl<C, H, W> Ask for Machine<C, H, W>
where
    H: SharedHttpClient,
    W: for<'f> Fn(
            TokenRequest<'f, C, grant::client_credentials>,
        ) -> TokenRequest<'f, C, grant::client_credentials>
        + Send
        + Sync,
{
    fn settings(&self) -> &Settings {
        &self.client.settings
    }

    fn uses_refresh_token(&self) -> bool {
        false
    }

    fn ask(&self, _stored: Option<&StoredTokens>, limit: Duration) -> Asked<'_> {
        let request = (self.with)(TokenRequest::of_client(&self.client));
        Box::pin(async move {
            let answer = timeout(limit, request.request_async(&self.http)).await;
            answer.map_or_else(
                |_| Err(too_late(limit, true)),
                |answer| answer.map_err(|error| failed(error, |_| false)),
            )
        })
    }
}

/// An HTTP client that knows whether the token endpoint was asked: the keys of the server, and a signature, are
/// had before.
struct Watched<'a, H> {
    http: &'a H,
    token_endpoint: &'a Uri,
    is_sent: AtomicBool,
}

impl<'a, H> Watched<'a, H> {
    const fn new(http: &'a H, settings: &'a Settings) -> Self {
        Self { http, token_endpoint: &settings.token_endpoint, is_sent: AtomicBool::new(false) }
    }

    fn is_sent(&self) -> bool {
        self.is_sent.load(Ordering::Relaxed)
    }
}

impl<'c, H: SharedHttpClient> AsyncHttpClient<'c> for Watched<'_, H> {
    type Error = H::HttpError;
    type Future = <H as AsyncHttpClient<'c>>::Future;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        if request.method() == Method::POST && request.uri() == self.token_endpoint {
            self.is_sent.store(true, Ordering::Relaxed);
        }
        self.http.call(request)
    }
}

/// The time was over.
fn too_late(limit: Duration, is_sent: bool) -> Failed {
    let token = if is_sent { Token::InDoubt } else { Token::Unused };
    Failed { cause: Arc::new(NoAnswer(limit)), retry: Retry::Later(None), token }
}

fn failed<E: Error + Send + Sync + 'static>(error: RequestError<E>, is_unsent: IsUnsent) -> Failed {
    let retry = error.retry();
    match error {
        RequestError::Unusable(unusable) => {
            let unusable = Arc::new(*unusable);
            Failed { cause: Arc::clone(&unusable) as Cause, retry, token: Token::Renewed(unusable) }
        }
        error => {
            let token = token(&error, is_unsent);
            Failed { cause: Arc::new(error), retry, token }
        }
    }
}

/// What became of the refresh token.
fn token<E: Error + 'static>(error: &RequestError<E>, is_unsent: IsUnsent) -> Token {
    let RequestError::Exchange(error) = error else {
        // Nothing was sent, or the answer has tokens.
        return Token::Unused;
    };
    match error {
        // The others are codes of OpenID Connect Core section 3.1.2.6, which some servers have here too.
        ExchangeError::Server(error)
            if matches!(
                error.code().as_ref(),
                "invalid_grant" | "interaction_required" | "login_required" | "consent_required"
            ) =>
        {
            Token::Refused
        }
        error if is_unused(error, is_unsent) => Token::Unused,
        _ => Token::InDoubt,
    }
}

/// Whether the server certainly did not use up the token.
fn is_unused<E: Error + 'static>(error: &ExchangeError<E>, is_unsent: IsUnsent) -> bool {
    match error {
        // Nothing was sent, or another endpoint was meant.
        ExchangeError::MissingEndpoint(_)
        | ExchangeError::Sign(_)
        | ExchangeError::Answer(AnswerError::Redirected { .. }) => true,
        ExchangeError::Http(error) => was_not_sent(error, is_unsent),
        // The server itself refused the request, or did not get to it (RFC 9110 section 15.6.4).
        ExchangeError::Server(error) => matches!(error.status(), 0..=499 | 503),
        // Whoever says when to come back did not get to it. A proxy that lost its server says 503 too.
        ExchangeError::Answer(AnswerError::Status { status, retry_after, .. }) => {
            matches!(status, 300..=499) || (*status == 503 && retry_after.is_some())
        }
        ExchangeError::Answer(_) => false,
    }
}

/// Whether the error of an HTTP client, or one behind it, is known to come before the request is sent.
fn was_not_sent(error: &(dyn Error + 'static), is_unsent: IsUnsent) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if is_unsent(error) || is_no_connection(error) {
            return true;
        }
        next = error.source();
    }
    false
}

fn is_no_connection(error: &(dyn Error + 'static)) -> bool {
    #[cfg(any(feature = "reqwest", feature = "reqwest-0-12"))]
    if let Some(error) = error.downcast_ref::<crate::flow::SafeHttpError>() {
        return error.is_unsent();
    }
    #[cfg(feature = "reqwest")]
    if let Some(error) = error.downcast_ref::<reqwest::Error>() {
        return error.is_connect() || error.is_builder();
    }
    #[cfg(feature = "reqwest-0-12")]
    if let Some(error) = error.downcast_ref::<reqwest_0_12::Error>() {
        return error.is_connect() || error.is_builder();
    }
    let kind = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
    kind == Some(std::io::ErrorKind::ConnectionRefused)
}
