//@ undeclared: 0
use oauth_flow::oauth_client;
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, TokenResponse, TokenUrl, basic::BasicClient,
    reqwest::async_http_client, url::Url,
};

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    auth = "client_secret_basic",
    redirect_uri = "https://desk.example.com/auth/callback"
)]
pub struct HelpDesk {
    pub client_id: String,
    pub client_secret: String,
}

pub struct Started {
    pub url: Url,
    pub state: CsrfToken,
    pub verifier: PkceCodeVerifier,
}

impl HelpDesk {
    fn client(&self) -> anyhow::Result<BasicClient> {
        let client = BasicClient::new(
            ClientId::new(self.client_id.clone()),
            Some(ClientSecret::new(self.client_secret.clone())),
            AuthUrl::new("https://id.example.com/authorize".to_string())?,
            Some(TokenUrl::new("https://id.example.com/token".to_string())?),
        );
        let redirect = RedirectUrl::new("https://desk.example.com/auth/callback".to_string())?;
        Ok(client
            .set_auth_type(AuthType::RequestBody) //~ declared_otherwise
            .set_redirect_uri(redirect))
    }

    pub fn start(&self) -> anyhow::Result<Started> {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state) = self
            .client()?
            .authorize_url(CsrfToken::new_random)
            .add_scope(Scope::new("tickets".to_string()))
            .set_pkce_challenge(challenge)
            .url();
        Ok(Started {
            url,
            state,
            verifier,
        })
    }

    pub async fn finish(&self, code: String, verifier: PkceCodeVerifier) -> anyhow::Result<String> {
        let tokens = self
            .client()?
            .exchange_code(AuthorizationCode::new(code))
            .set_pkce_verifier(verifier)
            .request_async(async_http_client)
            .await?;
        Ok(tokens.access_token().secret().clone())
    }
}
