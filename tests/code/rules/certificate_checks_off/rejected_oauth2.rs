//@ fact: `danger_accept_invalid_certs` switches off the certificate checks of a client that asks for tokens
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
    let http = reqwest::ClientBuilder::new()
        .redirect(Policy::none())
        .danger_accept_invalid_certs(true) //~ certificate_checks_off
        .build()?;
    let client = BasicClient::new(ClientId::new(id))
        .set_client_secret(ClientSecret::new(secret))
        .set_token_uri(token_url);
    Ok(client.exchange_client_credentials().request_async(&http).await?)
}
