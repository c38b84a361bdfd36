//@ fact: a code challenge is sent, and this request for the token has no code verifier
use oauth2::{
    AuthorizationCode, CsrfToken, PkceCodeChallenge, PkceCodeVerifier,
    basic::{BasicClient, BasicTokenResponse},
    reqwest::async_http_client,
    url::Url,
};

pub fn start(client: &BasicClient) -> (Url, CsrfToken, PkceCodeVerifier) {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let request = client.authorize_url(CsrfToken::new_random).set_pkce_challenge(challenge);
    let (url, state) = request.url();
    (url, state, verifier)
}

pub async fn finish(client: &BasicClient, code: String) -> anyhow::Result<BasicTokenResponse> {
    let token = client
        .exchange_code(AuthorizationCode::new(code)) //~ dropped_verifier
        .request_async(async_http_client)
        .await?;
    Ok(token)
}
