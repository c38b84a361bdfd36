//@ fact: this is an OAuth client, and no `#[oauth_client]` of the package declares it
use oauth2::{
    AuthUrl, AuthorizationCode, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, TokenUrl,
    basic::{BasicClient, BasicTokenResponse},
    reqwest::async_http_client,
    url::Url,
};

pub fn client(id: String, authorize: String, token: String) -> anyhow::Result<BasicClient> {
    let (authorize, token) = (AuthUrl::new(authorize)?, TokenUrl::new(token)?);
    Ok(BasicClient::new(ClientId::new(id), None, authorize, Some(token))) //~ undeclared_client
}

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
    let request = client.exchange_code(AuthorizationCode::new(code)).set_pkce_verifier(verifier);
    Ok(request.request_async(async_http_client).await?)
}
