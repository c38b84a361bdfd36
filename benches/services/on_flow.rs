//! A service on `Flow`: it logs users in, renews their tokens, and gets tokens of its own, for which
//! it is registered as another client.

use std::convert::Infallible;
use std::error::Error;

use oauth_flow::flow::{Flow, Pending, Tokens};
use oauth_flow::oauth_client;
use oauth2::http::Response;
use oauth2::url::Url;
use oauth2::{HttpRequest, HttpResponse, RefreshToken};

/// What went wrong, to be logged.
pub type Failure = Box<dyn Error>;

/// The client for users.
#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    scope = "profile",
    redirect_uri = "https://app.example.com/callback",
    issuer = "https://as.example.com",
    authorization_endpoint = "https://as.example.com/authorize",
    token_endpoint = "https://as.example.com/token"
)]
pub struct Portal {
    client_id: String,
    client_secret: String,
}

/// The client for the service itself.
#[oauth_client(
    kind = "m2m",
    scope = "reports",
    issuer = "https://as.example.com",
    token_endpoint = "https://as.example.com/token"
)]
pub struct Worker {
    client_id: String,
    client_secret: String,
}

/// A token endpoint in memory.
#[expect(clippy::unnecessary_wraps, reason = "an HTTP client of `oauth2` gives a result")]
fn server(_: HttpRequest) -> Result<HttpResponse, Infallible> {
    const TOKENS: &str = r#"{"access_token":"at","token_type":"Bearer","refresh_token":"rt"}"#;
    Ok(Response::new(TOKENS.as_bytes().to_vec()))
}

/// The client for users, with its credentials.
pub fn portal(client_id: String, client_secret: String) -> Result<Flow<Portal>, Failure> {
    Ok(Flow::new(&Portal { client_id, client_secret })?)
}

/// The client for the service itself, with its credentials.
pub fn worker(client_id: String, client_secret: String) -> Result<Flow<Worker>, Failure> {
    Ok(Flow::new(&Worker { client_id, client_secret })?)
}

/// Where the user logs in, and what the session keeps until then.
pub fn begin(flow: &Flow<Portal>) -> Result<(Url, Pending<Portal>), Failure> {
    Ok(flow.authorize().begin()?)
}

/// The tokens of the user, from the query of the callback.
pub fn complete(
    flow: &Flow<Portal>,
    pending: Pending<Portal>,
    query: &str,
) -> Result<Tokens, Failure> {
    Ok(flow.complete(pending, query)?.request(&server)?)
}

/// New tokens of the user.
pub fn refresh(flow: &Flow<Portal>, token: RefreshToken) -> Result<Tokens, Failure> {
    Ok(flow.refresh(token).request(&server)?)
}

/// Tokens of the service itself.
pub fn own_tokens(flow: &Flow<Worker>) -> Result<Tokens, Failure> {
    Ok(flow.client_credentials().request(&server)?)
}
