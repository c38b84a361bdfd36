use reqwest::{ClientBuilder, redirect::Policy};
use serde_json::Value;

pub struct Api {
    tokens: reqwest::Client,
    files: reqwest::Client,
    token_url: String,
}

impl Api {
    pub fn new(token_url: String) -> reqwest::Result<Self> {
        let tokens = ClientBuilder::new().redirect(Policy::none()).build()?;
        Ok(Self { tokens, files: reqwest::Client::new(), token_url })
    }

    pub async fn renew(&self, id: &str, refresh_token: &str) -> reqwest::Result<Value> {
        let form =
            [("grant_type", "refresh_token"), ("client_id", id), ("refresh_token", refresh_token)];
        self.tokens.post(&self.token_url).form(&form).send().await?.json().await
    }

    pub async fn file(&self, url: &str) -> reqwest::Result<String> {
        self.files.get(url).send().await?.text().await
    }
}
