use oauth_flow::oauth_client;
use oauth2::{
    AuthorizationCode, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, Scope, TokenResponse,
    basic::BasicClient, reqwest::async_http_client, url::Url,
};

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    auth = "client_secret_basic",
    redirect_uri = "runtime"
)]
pub struct Login {
    pub client: BasicClient,
}

pub struct Pending {
    pub state: CsrfToken,
    pub verifier: PkceCodeVerifier,
}

impl Login {
    pub fn start(&self) -> (Url, Pending) {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state) = self
            .client
            .authorize_url(CsrfToken::new_random)
            .add_scope(Scope::new("vault".to_string()))
            .set_pkce_challenge(challenge)
            .url();
        (url, Pending { state, verifier })
    }

    pub async fn finish(&self, pending: Pending, code: String) -> anyhow::Result<String> {
        let tokens = self
            .client
            .exchange_code(AuthorizationCode::new(code))
            .set_pkce_verifier(pending.verifier)
            .request_async(async_http_client)
            .await?;
        Ok(tokens.access_token().secret().clone())
    }
}
