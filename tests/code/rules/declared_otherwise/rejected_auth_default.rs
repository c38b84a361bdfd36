//@ fact: the code authenticates with `client_secret_basic`, and `client_secret_post` is declared
use oauth_flow::oauth_client;
use openidconnect::{
    AuthType, ClientId, ClientSecret, RefreshToken,
    core::{CoreClient, CoreProviderMetadata, CoreTokenResponse},
    reqwest::async_http_client,
};

#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    auth = "client_secret_post",
    redirect_uri = "https://intranet.example.com/callback"
)]
pub struct Intranet {
    pub client_id: String,
    pub client_secret: String,
}

impl Intranet {
    pub async fn renew(
        &self,
        metadata: CoreProviderMetadata,
        token: &RefreshToken,
    ) -> anyhow::Result<CoreTokenResponse> {
        let id = ClientId::new(self.client_id.clone());
        let secret = ClientSecret::new(self.client_secret.clone());
        let client = CoreClient::from_provider_metadata(metadata, id, Some(secret));
        let client = client.set_auth_type(AuthType::BasicAuth); //~ declared_otherwise
        Ok(client.exchange_refresh_token(token).request_async(async_http_client).await?)
    }
}
