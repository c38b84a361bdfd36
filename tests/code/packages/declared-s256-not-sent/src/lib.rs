//@ undeclared: 0
use oauth_flow::oauth_client;
use oauth2::{
    AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, RedirectUrl, Scope,
    TokenResponse, TokenUrl, basic::BasicClient, reqwest, url::Url,
};

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    auth = "client_secret_basic",
    redirect_uri = "runtime"
)]
pub struct ForumConfig {
    pub client_id: String,
    pub client_secret: String,
    pub redirect_uri: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
}

pub struct Forum {
    pub config: ForumConfig,
    pub http: reqwest::Client,
}

impl Forum {
    pub fn start(&self) -> anyhow::Result<(Url, CsrfToken)> {
        let client = BasicClient::new(ClientId::new(self.config.client_id.clone()))
            .set_auth_uri(AuthUrl::new(self.config.authorization_endpoint.clone())?)
            .set_redirect_uri(RedirectUrl::new(self.config.redirect_uri.clone())?);
        Ok(client
            .authorize_url(CsrfToken::new_random) //~ code_without_pkce
            .add_scope(Scope::new("posts".to_string()))
            .url())
    }

    pub async fn finish(&self, code: String) -> anyhow::Result<String> {
        let client = BasicClient::new(ClientId::new(self.config.client_id.clone()))
            .set_client_secret(ClientSecret::new(self.config.client_secret.clone()))
            .set_token_uri(TokenUrl::new(self.config.token_endpoint.clone())?)
            .set_redirect_uri(RedirectUrl::new(self.config.redirect_uri.clone())?);
        let tokens = client
            .exchange_code(AuthorizationCode::new(code))
            .request_async(&self.http)
            .await?;
        Ok(tokens.access_token().secret().clone())
    }
}
