//@ fact: the code sends the user's password to the token endpoint
use oauth_flow::oauth_client;
use serde_json::{Value, json};

#[oauth_client(
    kind = "trusted",
    grant = "password",
    auth = "client_secret_basic",
    allow(password_grant, reason = "the scanners have no browser", until = "2027-12-31")
)]
pub struct Scanner {
    pub client_id: String,
    pub client_secret: String,
    pub token_endpoint: String,
}

impl Scanner {
    pub async fn sign_in(
        &self,
        http: &reqwest::Client,
        name: &str,
        pin: &str,
    ) -> reqwest::Result<Value> {
        let body = json!({
            "grant_type": "password", //~ password_in_code
            "username": name,
            "password": pin,
        });
        let request = http.post(&self.token_endpoint);
        let request = request.basic_auth(&self.client_id, Some(&self.client_secret));
        request.json(&body).send().await?.json().await
    }
}
