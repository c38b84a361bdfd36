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

pub async fn finish(
    client: &BasicClient,
    code: String,
    verifier: PkceCodeVerifier,
) -> anyhow::Result<BasicTokenResponse> {
    let code = AuthorizationCode::new(code);
    let request = client.exchange_code(code).set_pkce_verifier(verifier);
    Ok(request.request_async(async_http_client).await?)
}
