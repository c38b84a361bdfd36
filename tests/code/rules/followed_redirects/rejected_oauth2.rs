//@ fact: `Client::new` makes an HTTP client that follows redirects, and it asks for tokens
use oauth2::{
    ClientId, ClientSecret, TokenUrl,
    basic::{BasicClient, BasicTokenResponse},
    reqwest,
};

pub async fn token(
    id: String,
    secret: String,
    token_url: TokenUrl,
) -> anyhow::Result<BasicTokenResponse> {
    let http = reqwest::Client::new(); //~ followed_redirects
    let client = BasicClient::new(ClientId::new(id))
        .set_client_secret(ClientSecret::new(secret))
        .set_token_uri(token_url);
    Ok(client.exchange_client_credentials().request_async(&http).await?)
}
