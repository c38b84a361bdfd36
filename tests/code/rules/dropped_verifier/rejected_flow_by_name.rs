//@ fact: a code challenge is sent, and this request for the token has no code verifier
use openidconnect::{
    AuthorizationCode, CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    core::{CoreAuthenticationFlow, CoreClient, CoreTokenResponse},
    reqwest::http_client,
    url::Url,
};

pub struct Pending(pub CsrfToken, pub Nonce, pub PkceCodeVerifier);

pub fn begin(client: &CoreClient) -> (Url, Pending) {
    let flow = CoreAuthenticationFlow::AuthorizationCode;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state, nonce) = client
        .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
        .set_pkce_challenge(challenge)
        .url();
    (url, Pending(state, nonce, verifier))
}

pub fn finish(client: &CoreClient, code: String) -> anyhow::Result<CoreTokenResponse> {
    let code = AuthorizationCode::new(code);
    Ok(client.exchange_code(code).request(http_client)?) //~ dropped_verifier
}
