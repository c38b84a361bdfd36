use oauth_flow::oauth_client;
use oauth2::{
    ClientId, ClientSecret, TokenUrl,
    basic::{BasicClient, BasicTokenResponse},
};

#[oauth_client(kind = "m2m", grant = "client_credentials", auth = "client_secret_basic")]
pub struct Feed {
    pub client_id: String,
    pub client_secret: String,
    pub token_endpoint: String,
}

/// The client of the crate authenticates by HTTP Basic unless it is told otherwise.
pub async fn token(
    feed: &Feed,
    http: &oauth2::reqwest::Client,
) -> anyhow::Result<BasicTokenResponse> {
    let client = BasicClient::new(ClientId::new(feed.client_id.clone()))
        .set_client_secret(ClientSecret::new(feed.client_secret.clone()))
        .set_token_uri(TokenUrl::new(feed.token_endpoint.clone())?);
    Ok(client.exchange_client_credentials().request_async(http).await?)
}
