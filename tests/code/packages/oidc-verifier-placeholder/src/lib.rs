//@ undeclared: 1
use openidconnect::{
    AuthorizationCode, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, Scope, TokenResponse,
    core::{CoreAuthenticationFlow, CoreClient, CoreTokenResponse},
    reqwest,
    url::Url,
};

pub type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

pub struct Attempt {
    pub url: Url,
    pub state: CsrfToken,
    pub nonce: Nonce,
}

pub fn sign_up(client: &Client) -> Attempt {
    let (challenge, _) = PkceCodeChallenge::new_random_sha256(); //~ dropped_verifier
    let (url, state, nonce) = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        )
        .add_scope(Scope::new("phone".to_string()))
        .set_pkce_challenge(challenge)
        .url();
    Attempt { url, state, nonce }
}

pub fn sign_in(client: &Client) -> (Attempt, PkceCodeVerifier) {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state, nonce) = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        )
        .set_pkce_challenge(challenge)
        .url();
    (Attempt { url, state, nonce }, verifier)
}

pub async fn tokens(
    client: &Client,
    http: &reqwest::Client,
    code: AuthorizationCode,
    verifier: Option<PkceCodeVerifier>,
    nonce: &Nonce,
) -> anyhow::Result<CoreTokenResponse> {
    let mut request = client.exchange_code(code)?;
    if let Some(verifier) = verifier {
        request = request.set_pkce_verifier(verifier);
    }
    let tokens = request.request_async(http).await?;
    if let Some(token) = tokens.id_token() {
        token.claims(&client.id_token_verifier(), nonce)?;
    }
    anyhow::ensure!(
        !tokens.access_token().secret().is_empty(),
        "an empty access token"
    );
    Ok(tokens)
}
