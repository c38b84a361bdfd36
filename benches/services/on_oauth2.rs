//! The same service on the `oauth2` crate alone, with the same checks.

use std::convert::Infallible;
use std::error::Error;

use oauth2::basic::{BasicClient, BasicTokenResponse};
use oauth2::http::Response;
use oauth2::url::{Url, form_urlencoded};
use oauth2::{
    AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointNotSet, EndpointSet,
    HttpRequest, HttpResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RefreshToken,
    Scope, TokenUrl,
};
use subtle::ConstantTimeEq as _;

/// What went wrong, to be logged.
pub type Failure = Box<dyn Error>;

/// The client for users.
pub type Portal =
    BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// The client for the service itself.
pub type Worker =
    BasicClient<EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// What the session keeps until the user is back.
pub struct Pending {
    state: CsrfToken,
    verifier: PkceCodeVerifier,
}

const ISSUER: &str = "https://as.example.com";

/// A token endpoint in memory.
#[expect(clippy::unnecessary_wraps, reason = "an HTTP client of `oauth2` gives a result")]
fn server(_: HttpRequest) -> Result<HttpResponse, Infallible> {
    const TOKENS: &str = r#"{"access_token":"at","token_type":"Bearer","refresh_token":"rt"}"#;
    Ok(Response::new(TOKENS.as_bytes().to_vec()))
}

/// The client for users, with its credentials.
pub fn portal(client_id: String, client_secret: String) -> Result<Portal, Failure> {
    let redirect_uri = RedirectUrl::new("https://app.example.com/callback".to_owned())?;
    Ok(BasicClient::new(ClientId::new(client_id))
        .set_client_secret(ClientSecret::new(client_secret))
        .set_auth_uri(AuthUrl::new(format!("{ISSUER}/authorize"))?)
        .set_token_uri(TokenUrl::new(format!("{ISSUER}/token"))?)
        .set_redirect_uri(redirect_uri))
}

/// The client for the service itself, with its credentials.
pub fn worker(client_id: String, client_secret: String) -> Result<Worker, Failure> {
    Ok(BasicClient::new(ClientId::new(client_id))
        .set_client_secret(ClientSecret::new(client_secret))
        .set_token_uri(TokenUrl::new(format!("{ISSUER}/token"))?))
}

/// Where the user logs in, and what the session keeps until then.
pub fn begin(client: &Portal) -> (Url, Pending) {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state) = client
        .authorize_url(|| CsrfToken::new_random_len(20))
        .add_scope(Scope::new("profile".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    (url, Pending { state, verifier })
}

/// The tokens of the user, from the query of the callback.
pub fn complete(
    client: &Portal,
    pending: Pending,
    query: &str,
) -> Result<BasicTokenResponse, Failure> {
    let (mut code, mut state, mut issuer) = (None, None, None);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let parameter = match &*name {
            "code" => &mut code,
            "state" => &mut state,
            "iss" => &mut issuer,
            _ => continue,
        };
        if parameter.replace(value.into_owned()).is_some() {
            return Err("a parameter is there twice".into());
        }
    }
    let state = state.ok_or("the state is missing")?;
    if !bool::from(state.as_bytes().ct_eq(pending.state.secret().as_bytes())) {
        return Err("the state is another one".into());
    }
    if issuer.is_some_and(|it| it != ISSUER) {
        return Err("the issuer is another one".into());
    }
    let code = AuthorizationCode::new(code.ok_or("the code is missing")?);
    Ok(client.exchange_code(code).set_pkce_verifier(pending.verifier).request(&server)?)
}

/// New tokens of the user.
pub fn refresh(client: &Portal, token: &RefreshToken) -> Result<BasicTokenResponse, Failure> {
    Ok(client.exchange_refresh_token(token).request(&server)?)
}

/// Tokens of the service itself.
pub fn own_tokens(client: &Worker) -> Result<BasicTokenResponse, Failure> {
    let scope = Scope::new("reports".to_owned());
    Ok(client.exchange_client_credentials().add_scope(scope).request(&server)?)
}
