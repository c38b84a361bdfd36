//! Token revocation (RFC 7009).

use core::error::Error;
use core::fmt;

use oauth_flow_core::Endpoint;
use oauth2::{
    AsyncHttpClient, HttpRequest, HttpResponse, RevocableToken as _, StandardRevocableToken,
    SyncHttpClient,
};

use super::form::Form;
use super::response::{Refusal, refused};
use super::{Flow, Inner, MissingEndpoint, ServerError, SignError, TransportError};
use crate::OAuthClient;

/// A request that revokes a token, ready to be sent.
#[must_use = "nothing is sent before `request` or `request_async`"]
pub struct Revocation<'f> {
    inner: &'f Inner,
    token: StandardRevocableToken,
}

/// Why a token may still be valid. `E` is the error of the HTTP client.
#[derive(Debug)]
#[non_exhaustive]
pub enum RevocationError<E> {
    /// The server's revocation endpoint is not known. Nothing was sent.
    MissingEndpoint(MissingEndpoint),
    /// The client assertion could not be signed. Nothing was sent.
    Sign(SignError),
    /// The HTTP client failed.
    Http(E),
    /// The answer is not one of a revocation endpoint.
    Transport(TransportError),
    /// The server refused (RFC 7009 section 2.2.1).
    Server(ServerError),
}

impl<E> fmt::Display for RevocationError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingEndpoint(error) => error.fmt(f),
            Self::Sign(error) => error.fmt(f),
            Self::Http(_) => f.write_str("the request to the authorization server failed"),
            Self::Transport(error) => error.fmt(f),
            Self::Server(error) => error.fmt(f),
        }
    }
}

impl<E: Error + 'static> Error for RevocationError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Sign(error) => error.source(),
            Self::Http(error) => Some(error),
            _ => None,
        }
    }
}

impl<C: OAuthClient> Flow<C> {
    /// Prepares the revocation of an access token or a refresh token (RFC 7009 section 2.1).
    /// Revoke the refresh token at logout: servers then revoke the access tokens with it.
    pub fn revoke(&self, token: impl Into<StandardRevocableToken>) -> Revocation<'_> {
        Revocation { inner: &self.inner, token: token.into() }
    }
}

impl Revocation<'_> {
    /// Sends the request. A token that the server does not know is revoked (RFC 7009 section 2.2).
    ///
    /// # Errors
    ///
    /// The request could not be made or sent, or the server refused it.
    pub fn request<H: SyncHttpClient>(self, http: &H) -> Result<(), RevocationError<H::Error>> {
        let response = http.call(self.prepare()?).map_err(RevocationError::Http)?;
        answer(&response)
    }

    /// Sends the request. A token that the server does not know is revoked (RFC 7009 section 2.2).
    ///
    /// # Errors
    ///
    /// The request could not be made or sent, or the server refused it.
    pub async fn request_async<'c, H>(
        self,
        http: &'c H,
    ) -> Result<(), RevocationError<<H as AsyncHttpClient<'c>>::Error>>
    where
        H: AsyncHttpClient<'c>,
    {
        let response = http.call(self.prepare()?).await.map_err(RevocationError::Http)?;
        answer(&response)
    }

    fn prepare<E>(self) -> Result<HttpRequest, RevocationError<E>> {
        let endpoint = self.inner.endpoint(Endpoint::Revocation);
        let endpoint = endpoint.map_err(RevocationError::MissingEndpoint)?;
        let mut form = Form::new();
        form.add("token", self.token.secret());
        if let Some(hint) = self.token.type_hint() {
            form.add("token_type_hint", hint);
        }
        form.post(self.inner, endpoint).map_err(RevocationError::Sign)
    }
}

/// Shows the type of the token alone.
impl fmt::Debug for Revocation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hint = self.token.type_hint();
        f.debug_struct("Revocation").field("token_type_hint", &hint).finish_non_exhaustive()
    }
}

fn answer<E>(response: &HttpResponse) -> Result<(), RevocationError<E>> {
    match refused(response) {
        None => Ok(()),
        Some(Refusal::Transport(error)) => Err(RevocationError::Transport(error)),
        Some(Refusal::Server(error)) => Err(RevocationError::Server(error)),
    }
}
