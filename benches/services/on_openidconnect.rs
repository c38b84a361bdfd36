//! The same service on the `openidconnect` crate. It has no login without the scope `openid`, and
//! so this one validates an ID token too.

use std::convert::Infallible;
use std::error::Error;

use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreJsonWebKeySet, CoreTokenResponse,
};
use openidconnect::http::Response;
use openidconnect::url::{Url, form_urlencoded};
use openidconnect::{
    AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointNotSet, EndpointSet,
    HttpRequest, HttpResponse, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    RefreshToken, Scope, TokenResponse as _, TokenUrl,
};
use subtle::ConstantTimeEq as _;

/// What went wrong, to be logged.
pub type Failure = Box<dyn Error>;

/// The client for users.
pub type Portal = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
    EndpointNotSet,
>;

/// The client for the service itself.
pub type Worker = CoreClient<
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
    EndpointNotSet,
>;

/// What the session keeps until the user is back.
pub struct Pending {
    state: CsrfToken,
    nonce: Nonce,
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
pub fn portal(
    client_id: String,
    client_secret: String,
    keys: CoreJsonWebKeySet,
) -> Result<Portal, Failure> {
    let redirect_uri = RedirectUrl::new("https://app.example.com/callback".to_owned())?;
    let issuer = IssuerUrl::new(ISSUER.to_owned())?;
    Ok(CoreClient::new(ClientId::new(client_id), issuer, keys)
        .set_client_secret(ClientSecret::new(client_secret))
        .set_auth_uri(AuthUrl::new(format!("{ISSUER}/authorize"))?)
        .set_token_uri(TokenUrl::new(format!("{ISSUER}/token"))?)
        .set_redirect_uri(redirect_uri))
}

/// The client for the service itself, with its credentials.
pub fn worker(client_id: String, client_secret: String) -> Result<Worker, Failure> {
    let (issuer, keys) = (IssuerUrl::new(ISSUER.to_owned())?, CoreJsonWebKeySet::default());
    Ok(CoreClient::new(ClientId::new(client_id), issuer, keys)
        .set_client_secret(ClientSecret::new(client_secret))
        .set_token_uri(TokenUrl::new(format!("{ISSUER}/token"))?))
}

/// Where the user logs in, and what the session keeps until then.
pub fn begin(client: &Portal) -> (Url, Pending) {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let flow = CoreAuthenticationFlow::AuthorizationCode;
    let (url, state, nonce) = client
        .authorize_url(flow, || CsrfToken::new_random_len(20), Nonce::new_random)
        .add_scope(Scope::new("profile".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    (url, Pending { state, nonce, verifier })
}

/// The tokens of the user, from the query of the callback.
pub fn complete(
    client: &Portal,
    pending: Pending,
    query: &str,
) -> Result<CoreTokenResponse, Failure> {
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
    let request = client.exchange_code(code).set_pkce_verifier(pending.verifier);
    let tokens = request.request(&server)?;
    let id_token = tokens.id_token().ok_or("the ID token is missing")?;
    id_token.claims(&client.id_token_verifier(), &pending.nonce)?;
    Ok(tokens)
}

/// New tokens of the user.
pub fn refresh(client: &Portal, token: &RefreshToken) -> Result<CoreTokenResponse, Failure> {
    Ok(client.exchange_refresh_token(token).request(&server)?)
}

/// Tokens of the service itself.
pub fn own_tokens(client: &Worker) -> Result<CoreTokenResponse, Failure> {
    let scope = Scope::new("reports".to_owned());
    Ok(client.exchange_client_credentials().add_scope(scope).request(&server)?)
}
