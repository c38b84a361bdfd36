//@ undeclared: 0
use std::collections::HashMap;

use serde::Deserialize;

#[derive(Deserialize)]
pub struct Me {
    pub name: String,
}

pub struct Router {
    http: reqwest::Client,
    base: String,
}

impl Router {
    pub fn new(base: String) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .danger_accept_invalid_certs(true)
            .build()?;
        Ok(Self { http, base })
    }

    pub async fn login(&self, username: &str, password: &str) -> anyhow::Result<Me> {
        let mut form = HashMap::new();
        form.insert("username", username);
        form.insert("password", password);
        form.insert("type", "password");
        let url = format!("{}/api/session", self.base);
        let response = self.http.post(url).form(&form).send().await?;
        Ok(response.error_for_status()?.json().await?)
    }
}
