use oauth_flow::oauth_client;
use oauth2::{
    ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, basic::BasicClient,
    url::Url,
};

#[oauth_client(
    kind = "native",
    grant = "authorization_code",
    pkce = "S256",
    auth = "none",
    redirect_uri = "http://127.0.0.1/done"
)]
pub struct Tool {
    pub client_id: ClientId,
}

pub fn start(
    tool: &Tool,
    auth: oauth2::AuthUrl,
) -> anyhow::Result<(Url, PkceCodeVerifier, CsrfToken)> {
    let callback = RedirectUrl::new("http://127.0.0.1:8710/done".to_owned())?;
    let client = BasicClient::new(tool.client_id.clone(), None, auth, None);
    let client = client.set_redirect_uri(callback);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let request = client.authorize_url(CsrfToken::new_random).set_pkce_challenge(challenge);
    let (url, state) = request.url();
    Ok((url, verifier, state))
}
