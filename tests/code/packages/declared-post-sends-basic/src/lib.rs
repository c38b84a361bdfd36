//@ undeclared: 0
use oauth_flow::oauth_client;
use serde::Deserialize;

#[oauth_client(
    kind = "m2m",
    grant = "client_credentials",
    auth = "client_secret_post"
)]
pub struct Telemetry {
    pub client_id: String,
    pub client_secret: String,
    pub token_endpoint: String,
}

#[derive(Deserialize)]
pub struct Token {
    pub access_token: String,
}

pub async fn write_token(http: &reqwest::Client, client: &Telemetry) -> reqwest::Result<Token> {
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", client.client_id.as_str()),
        ("client_secret", client.client_secret.as_str()),
    ];
    http.post(&client.token_endpoint)
        .form(&form)
        .send()
        .await?
        .json()
        .await
}

pub async fn read_token(http: &reqwest::Client, client: &Telemetry) -> reqwest::Result<Token> {
    http.post(&client.token_endpoint)
        .basic_auth(&client.client_id, Some(&client.client_secret)) //~ declared_otherwise
        .form(&[("grant_type", "client_credentials"), ("scope", "read")])
        .send()
        .await?
        .json()
        .await
}
