//@ fact: the code authenticates with `client_secret_post`, and `client_secret_basic` is declared
use oauth_flow::oauth_client;
use oauth2::{
    AuthType, ClientId, ClientSecret, TokenUrl,
    basic::{BasicClient, BasicTokenResponse},
};

#[oauth_client(kind = "m2m", grant = "client_credentials", auth = "client_secret_basic")]
pub struct Sync {
    pub client_id: String,
    pub client_secret: String,
    pub token_endpoint: String,
}

pub async fn token(
    sync: &Sync,
    http: &oauth2::reqwest::Client,
) -> anyhow::Result<BasicTokenResponse> {
    let client = BasicClient::new(ClientId::new(sync.client_id.clone()))
        .set_client_secret(ClientSecret::new(sync.client_secret.clone()))
        .set_auth_type(AuthType::RequestBody) //~ declared_otherwise
        .set_token_uri(TokenUrl::new(sync.token_endpoint.clone())?);
    Ok(client.exchange_client_credentials().request_async(http).await?)
}
