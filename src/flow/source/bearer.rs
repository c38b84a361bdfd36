//! An HTTP client that adds the access token to each request.

use std::boxed::Box;
use std::format;
use std::string::String;
use std::vec::Vec;

use core::error::Error;
use core::fmt;
use core::future::Future;
use core::pin::Pin;

use oauth_flow_core::uri::Uri;
use oauth2::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use oauth2::http::{HeaderMap, HeaderValue, StatusCode};
use oauth2::{AccessToken, AsyncHttpClient, HttpRequest, HttpResponse};

use super::ask::SharedHttpClient;
use super::error::TokenError;
use super::tokens::TokenSource;
use crate::flow::retry::Retry;

/// An HTTP client that adds the access token of a [`TokenSource`] to each request (RFC 6750 section 2.1), and
/// sends a request once more with another token where the API answers 401 (RFC 6750 section 3.1). It is an
/// [`AsyncHttpClient`] itself.
///
/// The token goes to whatever URL the request has: give it requests to your API alone. It goes over `https`,
/// or `http` on the loopback interface.
pub struct BearerHttp<C, H> {
    tokens: TokenSource<C>,
    http: H,
}

/// Why a request to an API has no response. `E` is the error of the HTTP client.
#[derive(Debug)]
#[non_exhaustive]
pub enum ApiError<E> {
    /// There is no access token.
    Token(TokenError),
    /// The URL is neither `https`, nor `http` on the loopback interface: the token would be sent in clear
    /// (RFC 6750 section 5.3). Nothing was sent.
    InsecureUrl,
    /// The access token has characters that no header has. Nothing was sent.
    NotAHeader,
    /// The HTTP client failed.
    Http(E),
}

impl<E> ApiError<E> {
    /// Whether it helps to try again.
    #[must_use]
    pub const fn retry(&self) -> Retry {
        match self {
            Self::Token(error) => error.retry(),
            Self::Http(_) => Retry::Later(None),
            Self::InsecureUrl | Self::NotAHeader => Retry::No,
        }
    }
}

impl<E> fmt::Display for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(error) => error.fmt(f),
            Self::InsecureUrl => f.write_str(
                "the URL of the API is neither `https`, nor `http` on the loopback interface, so that \
                 the access token would be sent in clear (RFC 6750 section 5.3); help: use `https`",
            ),
            Self::NotAHeader => f.write_str("the access token has characters that no header has"),
            Self::Http(_) => f.write_str("the request to the API failed"),
        }
    }
}

impl<E: Error + 'static> Error for ApiError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Token(error) => error.source(),
            Self::Http(error) => Some(error),
            Self::InsecureUrl | Self::NotAHeader => None,
        }
    }
}

impl<E> From<TokenError> for ApiError<E> {
    fn from(error: TokenError) -> Self {
        Self::Token(error)
    }
}

impl<C> TokenSource<C> {
    /// An HTTP client that sends the access token with each request to an API, and once more with another one
    /// where the API refuses it.
    pub fn client<H: SharedHttpClient>(&self, http: H) -> BearerHttp<C, H> {
        BearerHttp { tokens: self.clone(), http }
    }

    /// Sends a request of reqwest with the access token, and once more with another one where the API refuses
    /// it. A request whose body is a stream is sent once. reqwest follows redirects unless its client is built
    /// not to; it takes the token out where one leads to another host.
    ///
    /// # Errors
    ///
    /// There is no access token, the URL is not `https`, or the request failed.
    #[cfg(feature = "reqwest")]
    pub async fn send(
        &self,
        request: reqwest::RequestBuilder,
    ) -> Result<reqwest::Response, ApiError<reqwest::Error>> {
        let (client, request) = request.build_split();
        let mut request = request.map_err(ApiError::Http)?;
        check(request.url().as_str())?;
        let again = request.try_clone();
        let token = self.access_token().await?;
        request.headers_mut().insert(AUTHORIZATION, bearer(&token)?);
        let response = client.execute(request).await.map_err(ApiError::Http)?;
        let Some(mut again) = again.filter(|_| refuses(response.status(), response.headers()))
        else {
            return Ok(response);
        };
        let Some(token) = self.other_than(&token).await? else { return Ok(response) };
        again.headers_mut().insert(AUTHORIZATION, bearer(&token)?);
        client.execute(again).await.map_err(ApiError::Http)
    }

    /// Another access token than one that an API has refused, if there is one.
    async fn other_than(&self, token: &AccessToken) -> Result<Option<AccessToken>, TokenError> {
        self.refused(token);
        let other = self.access_token().await?;
        Ok((other.secret() != token.secret()).then_some(other))
    }
}

impl<C, H: SharedHttpClient> BearerHttp<C, H> {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, ApiError<H::HttpError>> {
        check(&format!("{}", request.uri()))?;
        let token = self.tokens.access_token().await?;
        let response = self.http.call(with(request.clone(), &token)?).await;
        let response = response.map_err(ApiError::Http)?;
        if !refuses(response.status(), response.headers()) {
            return Ok(response);
        }
        let Some(token) = self.tokens.other_than(&token).await? else { return Ok(response) };
        self.http.call(with(request, &token)?).await.map_err(ApiError::Http)
    }
}

impl<'c, C: 'static, H: SharedHttpClient> AsyncHttpClient<'c> for BearerHttp<C, H> {
    type Error = ApiError<H::HttpError>;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Self::Error>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

/// That a token may go to a URL.
fn check<E>(url: &str) -> Result<(), ApiError<E>> {
    let is_secure = Uri::read(url).is_ok_and(|uri| uri.is_https() || uri.is_http_on_loopback());
    if is_secure { Ok(()) } else { Err(ApiError::InsecureUrl) }
}

fn bearer<E>(token: &AccessToken) -> Result<HeaderValue, ApiError<E>> {
    let text: String = format!("Bearer {}", token.secret());
    let mut value = HeaderValue::from_str(&text).map_err(|_| ApiError::NotAHeader)?;
    value.set_sensitive(true);
    Ok(value)
}

fn with<E>(mut request: HttpRequest, token: &AccessToken) -> Result<HttpRequest, ApiError<E>> {
    request.headers_mut().insert(AUTHORIZATION, bearer(token)?);
    Ok(request)
}

/// Whether an API refuses the token, and not something else of the request (RFC 6750 section 3.1).
fn refuses(status: StatusCode, headers: &HeaderMap) -> bool {
    let challenges: Vec<&str> =
        headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok()).collect();
    let names = |error: &str| challenges.iter().any(|challenge| challenge.contains(error));
    status == StatusCode::UNAUTHORIZED && (names("invalid_token") || !names("error="))
}

impl<C, H> fmt::Debug for BearerHttp<C, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BearerHttp").field("tokens", &self.tokens).finish_non_exhaustive()
    }
}
