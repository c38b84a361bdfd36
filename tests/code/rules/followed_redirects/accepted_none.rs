use oauth2::{
    ClientId, ClientSecret, TokenUrl,
    basic::{BasicClient, BasicTokenResponse},
    reqwest::{self, redirect::Policy},
};

pub async fn token(
    id: String,
    secret: String,
    token_url: TokenUrl,
) -> anyhow::Result<BasicTokenResponse> {
    let http = reqwest::Client::builder().redirect(Policy::none()).build()?;
    let client = BasicClient::new(ClientId::new(id))
        .set_client_secret(ClientSecret::new(secret))
        .set_token_uri(token_url);
    Ok(client.exchange_client_credentials().request_async(&http).await?)
}
