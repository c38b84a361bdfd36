//@ fact: the client secret is part of a URL
use serde_json::Value;

pub struct Weather {
    pub http: reqwest::Client,
    pub token_url: String,
    pub id: String,
    pub secret: String,
}

impl Weather {
    pub async fn token(&self) -> reqwest::Result<Value> {
        let response = self
            .http
            .post(&self.token_url)
            .query(&[
                ("grant_type", "client_credentials"),
                ("client_id", &self.id),
                ("client_secret", &self.secret), //~ secret_in_query
            ])
            .send()
            .await?;
        response.error_for_status()?.json().await
    }
}
