use oauth2::{
    AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, Scope, TokenResponse, TokenUrl,
    basic::BasicClient, reqwest::async_http_client, url::Url,
};

pub struct GitHub {
    client: BasicClient,
}

impl GitHub {
    pub fn from_environment() -> anyhow::Result<Self> {
        let client = BasicClient::new(
            ClientId::new(std::env::var("GITHUB_ID")?),
            Some(ClientSecret::new(std::env::var("GITHUB_SECRET")?)),
            AuthUrl::new("https://github.com/login/oauth/authorize".to_owned())?,
            Some(TokenUrl::new(
                "https://github.com/login/oauth/access_token".to_owned(),
            )?),
        );
        Ok(Self { client })
    }

    pub fn start(&self) -> (Url, CsrfToken) {
        let request = self.client.authorize_url(CsrfToken::new_random); //~ code_without_pkce
        request.add_scope(Scope::new("read:user".to_owned())).url()
    }

    pub async fn finish(&self, code: String) -> anyhow::Result<String> {
        let code = AuthorizationCode::new(code);
        let tokens = self
            .client
            .exchange_code(code)
            .request_async(async_http_client)
            .await?;
        Ok(tokens.access_token().secret().clone())
    }
}
