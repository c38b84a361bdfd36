//@ undeclared: 0
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Introspection {
    pub active: bool,
    pub client_id: Option<String>,
    pub scope: Option<String>,
}

pub struct Proxy {
    http: reqwest::Client,
    introspection_url: String,
    user: String,
    key: String,
}

impl Proxy {
    pub fn new(introspection_url: String, user: String, key: String) -> Self {
        Self {
            http: reqwest::Client::new(),
            introspection_url,
            user,
            key,
        }
    }

    pub async fn introspect(&self, token: &str) -> anyhow::Result<Introspection> {
        let response = self
            .http
            .post(&self.introspection_url)
            .basic_auth(&self.user, Some(&self.key))
            .form(&[("token", token), ("token_type_hint", "access_token")])
            .send()
            .await?;
        Ok(response.error_for_status()?.json().await?)
    }

    pub async fn allows(&self, token: &str, scope: &str) -> anyhow::Result<bool> {
        let answer = self.introspect(token).await?;
        let granted = answer.scope.unwrap_or_default();
        Ok(answer.active && granted.split(' ').any(|word| word == scope))
    }
}
