//@ fact: a code challenge is sent, and this request for the token has no code verifier
use oauth2::{
    AuthorizationCode, CsrfToken, PkceCodeChallenge,
    basic::{BasicClient, BasicTokenResponse},
    reqwest::http_client,
    url::Url,
};

pub fn start(client: &BasicClient) -> (Url, CsrfToken) {
    client
        .authorize_url(CsrfToken::new_random)
        .set_pkce_challenge(PkceCodeChallenge::new_random_sha256().0)
        .url()
}

pub fn finish(client: &BasicClient, code: String) -> anyhow::Result<BasicTokenResponse> {
    let code = AuthorizationCode::new(code);
    Ok(client.exchange_code(code).request(http_client)?) //~ dropped_verifier
}
