//@ undeclared: 0
use oauth_flow::oauth_client;
use serde::Deserialize;

#[oauth_client(
    kind = "third_party",
    grant = "jwt-bearer",
    auth = "client_secret_basic"
)]
pub struct Partner {
    pub client_id: String,
    pub client_secret: String,
    pub token_endpoint: String,
}

#[derive(Deserialize)]
pub struct Token {
    pub access_token: String,
}

impl Partner {
    pub async fn exchange(&self, http: &reqwest::Client, assertion: &str) -> anyhow::Result<Token> {
        let response = http
            .post(&self.token_endpoint)
            .basic_auth(&self.client_id, Some(&self.client_secret))
            .form(&[
                ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
                ("assertion", assertion),
            ])
            .send()
            .await?;
        if response.status() == reqwest::StatusCode::BAD_REQUEST {
            return self.own_token(http).await;
        }
        Ok(response.error_for_status()?.json().await?)
    }

    async fn own_token(&self, http: &reqwest::Client) -> anyhow::Result<Token> {
        let response = http
            .post(&self.token_endpoint)
            .basic_auth(&self.client_id, Some(&self.client_secret))
            .form(&[("grant_type", "client_credentials")]) //~ declared_otherwise
            .send()
            .await?;
        Ok(response.error_for_status()?.json().await?)
    }
}
