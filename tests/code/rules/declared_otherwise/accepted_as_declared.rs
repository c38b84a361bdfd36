use oauth_flow::oauth_client;
use oauth2::{
    AuthType, ClientId, ClientSecret, Scope, TokenUrl,
    basic::{BasicClient, BasicTokenResponse},
};

#[oauth_client(
    kind = "m2m",
    grant = "client_credentials",
    auth = "client_secret_post",
    scope("jobs:read", "jobs:write")
)]
pub struct Jobs {
    pub client_id: String,
    pub client_secret: String,
    pub token_endpoint: String,
}

impl Jobs {
    pub async fn token(&self, http: &reqwest::Client) -> anyhow::Result<BasicTokenResponse> {
        let client = BasicClient::new(ClientId::new(self.client_id.clone()))
            .set_client_secret(ClientSecret::new(self.client_secret.clone()))
            .set_auth_type(AuthType::RequestBody)
            .set_token_uri(TokenUrl::new(self.token_endpoint.clone())?);
        let request = client.exchange_client_credentials();
        let request = request.add_scope(Scope::new("jobs:read".to_owned()));
        Ok(request.request_async(http).await?)
    }
}
