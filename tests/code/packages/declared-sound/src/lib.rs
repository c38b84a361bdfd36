//@ undeclared: 0
use oauth_flow::oauth_client;
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, TokenResponse, TokenUrl,
    basic::BasicClient,
    reqwest::{self, redirect::Policy},
    url::Url,
};

const CALLBACK: &str = "https://app.example.com/callback";

#[oauth_client(
    kind = "web",
    grant("authorization_code"),
    pkce = "S256",
    auth = "client_secret_basic",
    scope("repo:read", "repo:status"),
    redirect_uri = "https://app.example.com/callback"
)]
pub struct Checks {
    pub client_id: String,
    pub client_secret: String,
}

pub struct Started {
    pub url: Url,
    pub state: CsrfToken,
    pub verifier: PkceCodeVerifier,
}

impl Checks {
    pub fn start(&self) -> anyhow::Result<Started> {
        let client = BasicClient::new(ClientId::new(self.client_id.clone()))
            .set_auth_uri(AuthUrl::new(
                "https://code.example.com/login/authorize".to_string(),
            )?)
            .set_redirect_uri(RedirectUrl::new(CALLBACK.to_string())?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state) = client
            .authorize_url(CsrfToken::new_random)
            .add_scope(Scope::new("repo:status".to_string()))
            .set_pkce_challenge(challenge)
            .url();
        Ok(Started {
            url,
            state,
            verifier,
        })
    }

    pub async fn finish(&self, started: Started, code: String) -> anyhow::Result<String> {
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .build()?;
        let client = BasicClient::new(ClientId::new(self.client_id.clone()))
            .set_client_secret(ClientSecret::new(self.client_secret.clone()))
            .set_auth_type(AuthType::BasicAuth)
            .set_token_uri(TokenUrl::new(
                "https://code.example.com/login/token".to_string(),
            )?)
            .set_redirect_uri(RedirectUrl::new(CALLBACK.to_string())?);
        let tokens = client
            .exchange_code(AuthorizationCode::new(code))
            .set_pkce_verifier(started.verifier)
            .request_async(&http)
            .await?;
        Ok(tokens.access_token().secret().clone())
    }
}
