//@ undeclared: 1
use std::collections::HashMap;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Session {
    pub access_token: String,
    pub instance_url: String,
}

#[derive(Clone)]
pub struct Crm {
    http: reqwest::Client,
    consumer_key: String,
    consumer_secret: String,
}

impl Crm {
    pub fn new(http: reqwest::Client, consumer_key: String, consumer_secret: String) -> Self {
        Self {
            http,
            consumer_key,
            consumer_secret,
        }
    }

    pub async fn login(&self, username: &str, password: &str) -> reqwest::Result<Session> {
        let mut params = HashMap::new();
        params.insert("grant_type", "password"); //~ password_in_code
        params.insert("client_id", self.consumer_key.as_str());
        params.insert("client_secret", self.consumer_secret.as_str());
        params.insert("username", username);
        params.insert("password", password);
        self.http
            .post("https://login.crm.example.com/services/oauth2/token")
            .form(&params)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await
    }
}
