use oauth_flow::oauth_client;
use serde::Deserialize;

#[oauth_client(kind = "m2m", grant = "client_credentials", auth = "client_secret_basic")]
pub struct Metrics {
    pub client_id: String,
    pub client_secret: String,
    pub token_endpoint: String,
}

#[derive(Deserialize)]
pub struct Token {
    pub access_token: String,
}

impl Metrics {
    pub async fn token(&self, http: &reqwest::Client) -> reqwest::Result<Token> {
        http.post(&self.token_endpoint)
            .basic_auth(&self.client_id, Some(&self.client_secret))
            .form(&[("grant_type", "client_credentials")])
            .send()
            .await?
            .json()
            .await
    }
}
