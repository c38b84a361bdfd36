use oauth2::{
    AuthorizationCode, CodeTokenRequest, CsrfToken, PkceCodeChallenge, PkceCodeVerifier,
    basic::{BasicClient, BasicTokenResponse},
    reqwest::async_http_client,
    url::Url,
};

pub trait Logins {
    fn keep(&self, state: CsrfToken, verifier: PkceCodeVerifier);
    fn complete<'a>(&self, state: &str, request: CodeTokenRequest<'a>) -> CodeTokenRequest<'a>;
}

pub fn start(client: &BasicClient, logins: &dyn Logins) -> Url {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let request = client.authorize_url(CsrfToken::new_random).set_pkce_challenge(challenge);
    let (url, state) = request.url();
    logins.keep(state, verifier);
    url
}

pub async fn finish(
    client: &BasicClient,
    logins: &dyn Logins,
    code: String,
    state: &str,
) -> anyhow::Result<BasicTokenResponse> {
    let request = client.exchange_code(AuthorizationCode::new(code));
    Ok(logins.complete(state, request).request_async(async_http_client).await?)
}
