//@ fact: this is an OAuth client, and no `#[oauth_client]` of the package declares it
use serde_json::Value;

const EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange"; //~ undeclared_client

pub struct Broker {
    http: reqwest::Client,
    url: String,
}

impl Broker {
    pub async fn impersonate(&self, id: &str, secret: &str, user: &str) -> anyhow::Result<Value> {
        let response = self
            .http
            .post(&self.url)
            .basic_auth(id, Some(secret))
            .form(&[
                ("grant_type", EXCHANGE),
                ("subject_token", user),
                ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
            ])
            .send()
            .await?;
        Ok(response.error_for_status()?.json().await?)
    }
}
