use oauth2::{
    basic::{BasicClient, BasicTokenResponse},
    reqwest::async_http_client,
};

/// The password of the machine is its client secret, which the client has.
pub async fn token(client: &BasicClient) -> anyhow::Result<BasicTokenResponse> {
    Ok(client.exchange_client_credentials().request_async(async_http_client).await?)
}
