//@ undeclared: 1
use serde::Deserialize;

#[derive(Deserialize)]
struct Token {
    access_token: String,
}

pub struct Metering {
    pub token_url: String,
    pub client_id: String,
    pub client_secret: String,
}

impl Metering {
    async fn token(&self) -> anyhow::Result<String> {
        let client = reqwest::Client::new(); //~ followed_redirects
        let response = client
            .post(&self.token_url)
            .basic_auth(&self.client_id, Some(&self.client_secret))
            .form(&[
                ("grant_type", "client_credentials"),
                ("scope", "meters.read"),
            ])
            .send()
            .await?;
        let token: Token = response.error_for_status()?.json().await?;
        Ok(token.access_token)
    }

    pub async fn readings(&self, meter: &str) -> anyhow::Result<Vec<f64>> {
        let token = self.token().await?;
        let url = format!("https://meters.example.com/v1/{meter}/readings");
        let response = reqwest::Client::new()
            .get(url)
            .bearer_auth(token)
            .send()
            .await?;
        tracing::debug!(status = %response.status(), "readings");
        Ok(response.error_for_status()?.json().await?)
    }
}
