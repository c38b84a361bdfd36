//@ fact: `_verifier` drops the code verifier whose challenge is sent
use oauth2::{
    AuthorizationCode, CsrfToken, PkceCodeChallenge,
    basic::{BasicClient, BasicTokenResponse},
    reqwest::async_http_client,
    url::Url,
};

pub fn start(client: &BasicClient) -> (Url, CsrfToken) {
    let (challenge, _verifier) = PkceCodeChallenge::new_random_sha256(); //~ dropped_verifier
    client.authorize_url(CsrfToken::new_random).set_pkce_challenge(challenge).url()
}

pub async fn finish(client: &BasicClient, code: String) -> anyhow::Result<BasicTokenResponse> {
    let request = client.exchange_code(AuthorizationCode::new(code));
    Ok(request.request_async(async_http_client).await?)
}
