use openidconnect::{
    AuthorizationCode, CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier, TokenResponse,
    core::{CoreAuthenticationFlow, CoreClient},
    reqwest::async_http_client,
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

pub async fn subject(client: &CoreClient, login: Pending, code: String) -> anyhow::Result<String> {
    let Pending(_, nonce, verifier) = login;
    let request = client.exchange_code(AuthorizationCode::new(code)).set_pkce_verifier(verifier);
    let tokens = request.request_async(async_http_client).await?;
    let token = tokens.id_token().ok_or_else(|| anyhow::anyhow!("no ID token"))?;
    Ok(token.claims(&client.id_token_verifier(), &nonce)?.subject().to_string())
}
