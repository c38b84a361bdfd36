//@ undeclared: 1
use oauth2::{
    AccessToken, ClientId, ClientSecret, TokenResponse, TokenUrl,
    basic::BasicClient,
    reqwest::{self, redirect::Policy},
};

pub struct Settings {
    pub token_url: TokenUrl,
    pub id: ClientId,
    pub secret: ClientSecret,
}

pub async fn access_token(settings: &Settings) -> anyhow::Result<AccessToken> {
    let http = reqwest::ClientBuilder::new()
        .redirect(Policy::none())
        .danger_accept_invalid_certs(true) //~ certificate_checks_off
        .build()?;
    let client = BasicClient::new(settings.id.clone())
        .set_client_secret(settings.secret.clone())
        .set_token_uri(settings.token_url.clone());
    let tokens = client
        .exchange_client_credentials()
        .request_async(&http)
        .await?;
    Ok(tokens.access_token().clone())
}

/// The appliances come with a self-signed certificate; nothing is sent to them.
pub async fn is_up(address: std::net::IpAddr) -> bool {
    let Ok(http) = reqwest::ClientBuilder::new()
        .danger_accept_invalid_certs(true)
        .build()
    else {
        return false;
    };
    http.head(format!("https://{address}/health"))
        .send()
        .await
        .is_ok()
}
