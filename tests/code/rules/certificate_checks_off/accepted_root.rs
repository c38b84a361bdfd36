use oauth2::{
    ClientId, ClientSecret, TokenUrl,
    basic::{BasicClient, BasicTokenResponse},
    reqwest::{self, Certificate, redirect::Policy},
};

pub async fn token(
    id: String,
    secret: String,
    token_url: TokenUrl,
    root: &[u8],
) -> anyhow::Result<BasicTokenResponse> {
    let http = reqwest::ClientBuilder::new()
        .redirect(Policy::none())
        .add_root_certificate(Certificate::from_pem(root)?)
        .build()?;
    let client = BasicClient::new(ClientId::new(id))
        .set_client_secret(ClientSecret::new(secret))
        .set_token_uri(token_url);
    Ok(client.exchange_client_credentials().request_async(&http).await?)
}
