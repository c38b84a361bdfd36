//! Pushes the authorization request (RFC 9126).

use std::string::String;

use core::error::Error;
use core::fmt;

use oauth_flow_core::Endpoint;
use oauth2::url::Url;
use oauth2::{AsyncHttpClient, SyncHttpClient};

use super::pending::Pending;
use super::request::{Authorize, BeginError};
use crate::OAuthClient;
use crate::flow::exchange::answer::{Answer, required};
use crate::flow::exchange::body::Body;
use crate::flow::exchange::client::Client;
use crate::flow::exchange::error::ExchangeError;
use crate::flow::exchange::send::{Post, Reading, send, send_async};
use crate::flow::retry::Retry;

/// Why an authorization request could not be pushed. `E` is the error of the HTTP client.
#[derive(Debug)]
#[non_exhaustive]
pub enum PushError<E> {
    /// The request cannot be made. Nothing was sent.
    Begin(BeginError),
    /// The exchange with the server failed (RFC 9126 section 2.3).
    Exchange(ExchangeError<E>),
}

impl<E> PushError<E> {
    /// Whether it helps to try again.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Begin(error) => error.retry(),
            Self::Exchange(error) => error.retry(),
        }
    }
}

impl<E> fmt::Display for PushError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Begin(error) => error.fmt(f),
            Self::Exchange(error) => error.fmt(f),
        }
    }
}

impl<E: Error + 'static> Error for PushError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Exchange(error) => error.source(),
            Self::Begin(_) => None,
        }
    }
}

impl<E> From<BeginError> for PushError<E> {
    fn from(error: BeginError) -> Self {
        Self::Begin(error)
    }
}

impl<E> From<ExchangeError<E>> for PushError<E> {
    fn from(error: ExchangeError<E>) -> Self {
        Self::Exchange(error)
    }
}

impl<'f, C: OAuthClient> Authorize<'f, C> {
    /// Pushes the request to the server (RFC 9126), and gives the URL to send the user to.
    ///
    /// # Errors
    ///
    /// The request could not be made or sent, or the server refused it.
    pub fn push<H: SyncHttpClient>(
        self,
        http: &H,
    ) -> Result<(Url, Pending<C>), PushError<H::Error>> {
        let (post, pending) = self.pushed()?;
        Ok((send(post, http)?, pending))
    }

    /// Pushes the request to the server (RFC 9126), and gives the URL to send the user to.
    ///
    /// # Errors
    ///
    /// Those of [`push`](Self::push).
    pub async fn push_async<'c, H>(
        self,
        http: &'c H,
    ) -> Result<(Url, Pending<C>), PushError<<H as AsyncHttpClient<'c>>::Error>>
    where
        H: AsyncHttpClient<'c>,
    {
        let (post, pending) = self.pushed()?;
        Ok((send_async(post, http).await?, pending))
    }

    fn pushed(self) -> Result<(Post<'f, Pushed<'f>>, Pending<C>), BeginError> {
        let client = self.client;
        let pushed = Pushed { client, authorization_endpoint: self.authorization_endpoint()? };
        let mut body = Body::new();
        // An authentication that names the client in a header leaves it out of the body, where
        // RFC 9126 section 2.1 has all parameters of the request.
        if client.credential.is_header() {
            body.add("client_id", &client.settings.client_id);
        }
        let pending = self.parameters(|name, value| body.add(name, value))?;
        let endpoint = Endpoint::PushedAuthorizationRequest;
        let post = Post::to(endpoint, client, body, pushed).map_err(BeginError::MissingEndpoint)?;
        Ok((post, pending))
    }
}

/// Reads the answer to a pushed request (RFC 9126 section 2.2).
struct Pushed<'f> {
    client: &'f Client,
    authorization_endpoint: &'f Url,
}

impl Reading for Pushed<'_> {
    type Output = Url;
    type Error<E> = PushError<E>;

    /// The URL that refers to the request (RFC 9126 section 4).
    fn read<E>(&mut self, answer: &Answer<'_>) -> Result<Url, PushError<E>> {
        let members = answer.members("request_uri")?;
        // Servers answer 201 (RFC 9126 section 2.2), some of them 200.
        if !matches!(answer.status(), 200 | 201) {
            return Err(answer.other_status().into());
        }
        let request_uri: String = required("request_uri", &members, "RFC 9126 section 2.2")
            .map_err(ExchangeError::from)?;
        let mut url = self.authorization_endpoint.clone();
        url.query_pairs_mut()
            .append_pair("client_id", &self.client.settings.client_id)
            .append_pair("request_uri", &request_uri);
        Ok(url)
    }
}
