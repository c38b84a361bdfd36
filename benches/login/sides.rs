//! One login, from the authorization request to the tokens, written twice: on `Flow`, and on the
//! `oauth2` crate with the same checks. The server is a function in memory.

use std::convert::Infallible;

use oauth_flow::flow::Flow;
use oauth_flow::oauth_client;
use oauth2::basic::{BasicClient, BasicTokenResponse};
use oauth2::http::Response;
use oauth2::url::{Url, form_urlencoded};
use oauth2::{
    AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointNotSet, EndpointSet,
    HttpRequest, HttpResponse, PkceCodeChallenge, RedirectUrl, Scope, TokenResponse as _, TokenUrl,
};
use subtle::ConstantTimeEq as _;

const AUTHORIZATION_ENDPOINT: &str = "https://as.example.com/authorize";
const TOKEN_ENDPOINT: &str = "https://as.example.com/token";
const REDIRECT_URI: &str = "https://app.example.com/callback";
const CLIENT_ID: &str = "portal";
const CLIENT_SECRET: &str = "a secret of thirty-two characters";

/// The client of both sides.
#[oauth_client(
    kind = "web",
    scope = "profile",
    redirect_uri = "https://app.example.com/callback",
    authorization_endpoint = "https://as.example.com/authorize",
    token_endpoint = "https://as.example.com/token"
)]
pub struct Portal {
    client_id: String,
    client_secret: String,
}

/// The client on the `oauth2` crate.
pub type Plain =
    BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// The flow of the client.
///
/// # Panics
///
/// Never: the values fit the declaration.
#[must_use]
pub fn typed() -> Flow<Portal> {
    let config = Portal { client_id: CLIENT_ID.into(), client_secret: CLIENT_SECRET.into() };
    Flow::new(&config).unwrap()
}

/// The same client on the `oauth2` crate.
///
/// # Panics
///
/// Never: the URLs are URLs.
#[must_use]
pub fn plain() -> Plain {
    BasicClient::new(ClientId::new(CLIENT_ID.into()))
        .set_client_secret(ClientSecret::new(CLIENT_SECRET.into()))
        .set_auth_uri(AuthUrl::new(AUTHORIZATION_ENDPOINT.into()).unwrap())
        .set_token_uri(TokenUrl::new(TOKEN_ENDPOINT.into()).unwrap())
        .set_redirect_uri(RedirectUrl::new(REDIRECT_URI.into()).unwrap())
}

/// A token endpoint that answers every request.
#[expect(clippy::unnecessary_wraps, reason = "an HTTP client of `oauth2` gives a result")]
pub fn server(_: HttpRequest) -> Result<HttpResponse, Infallible> {
    const TOKENS: &str = r#"{"access_token":"SlAV32hkKG0aBcDeFgHiJkLmNoPqRsTu","token_type":"Bearer","expires_in":3600,"refresh_token":"8xLOxBtZp8aBcDeFgHiJkLmNoPqRsTu","scope":"profile"}"#;
    Ok(Response::new(TOKENS.as_bytes().to_vec()))
}

/// The query of the redirect that answers an authorization request.
///
/// # Panics
///
/// Where the request has no `state`.
#[must_use]
pub fn callback(request: &Url) -> String {
    let (_, state) = request.query_pairs().find(|(name, _)| name == "state").unwrap();
    format!("code=SplxlOBeZQQYbYS6WxSbIA&state={state}")
}

/// A login through [`Flow`]. Gives the length of the access token.
///
/// # Panics
///
/// Where the login fails.
#[must_use]
pub fn log_in_typed(flow: &Flow<Portal>) -> usize {
    let (url, pending) = flow.authorize().begin().unwrap();
    let callback = callback(&url);
    let tokens = flow.complete(pending, &callback).unwrap().request(&server).unwrap();
    tokens.access_token().secret().len()
}

/// The same on the `oauth2` crate: PKCE, a fresh `state` that is compared in constant time, and a
/// callback that is read once. Gives the length of the access token.
///
/// # Panics
///
/// Where the login fails.
#[must_use]
pub fn log_in_plain(client: &Plain) -> usize {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state) = client
        .authorize_url(|| CsrfToken::new_random_len(20))
        .add_scope(Scope::new("profile".into()))
        .set_pkce_challenge(challenge)
        .url();
    let callback = callback(&url);
    let (mut code, mut returned) = (None, None);
    for (name, value) in form_urlencoded::parse(callback.as_bytes()) {
        match &*name {
            "code" => code = Some(value.into_owned()),
            "state" => returned = Some(value),
            _ => {}
        }
    }
    assert!(bool::from(returned.unwrap().as_bytes().ct_eq(state.secret().as_bytes())));
    let request = client.exchange_code(AuthorizationCode::new(code.unwrap()));
    let tokens: BasicTokenResponse = request.set_pkce_verifier(verifier).request(&server).unwrap();
    tokens.access_token().secret().len()
}
