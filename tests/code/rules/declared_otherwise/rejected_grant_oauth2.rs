//@ fact: the code uses the grant `refresh_token`, which is not declared
use oauth_flow::oauth_client;
use oauth2::{
    ClientId, ClientSecret, RefreshToken, TokenUrl,
    basic::{BasicClient, BasicTokenResponse},
};

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    auth = "client_secret_basic",
    redirect_uri = "https://mail.example.com/callback"
)]
pub struct Mail {
    pub client_id: String,
    pub client_secret: String,
    pub token_endpoint: String,
}

impl Mail {
    pub async fn renew(
        &self,
        http: &oauth2::reqwest::Client,
        token: &RefreshToken,
    ) -> anyhow::Result<BasicTokenResponse> {
        let client = BasicClient::new(ClientId::new(self.client_id.clone()))
            .set_client_secret(ClientSecret::new(self.client_secret.clone()))
            .set_token_uri(TokenUrl::new(self.token_endpoint.clone())?);
        Ok(client
            .exchange_refresh_token(token) //~ declared_otherwise
            .request_async(http)
            .await?)
    }
}
