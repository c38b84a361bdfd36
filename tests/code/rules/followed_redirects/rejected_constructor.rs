//@ fact: `Client::default` makes an HTTP client that follows redirects, and it asks for tokens
use serde_json::Value;

pub struct Api {
    http: reqwest::Client,
    token_url: String,
    id: String,
}

impl Api {
    pub fn new(token_url: String, id: String) -> Self {
        Self { http: reqwest::Client::default(), token_url, id } //~ followed_redirects
    }

    pub async fn renew(&self, refresh_token: &str) -> reqwest::Result<Value> {
        let form = [
            ("grant_type", "refresh_token"),
            ("client_id", self.id.as_str()),
            ("refresh_token", refresh_token),
        ];
        self.http.post(&self.token_url).form(&form).send().await?.json().await
    }
}
