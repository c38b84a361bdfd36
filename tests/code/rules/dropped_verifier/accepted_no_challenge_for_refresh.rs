use oauth2::{
    CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RefreshToken,
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

/// A refresh has no verifier, and needs none.
pub async fn renew(
    client: &BasicClient,
    token: &RefreshToken,
) -> anyhow::Result<BasicTokenResponse> {
    Ok(client.exchange_refresh_token(token).request_async(async_http_client).await?)
}
