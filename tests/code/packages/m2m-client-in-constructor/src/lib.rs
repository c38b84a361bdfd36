//@ undeclared: 1
use std::time::{Duration, Instant};

use serde::Deserialize;
use tokio::sync::Mutex;

#[derive(Deserialize)]
struct Grant {
    access_token: String,
    expires_in: u64,
}

pub struct TokenSource {
    http: reqwest::Client,
    endpoint: String,
    id: String,
    secret: String,
    cached: Mutex<Option<(String, Instant)>>,
}

impl TokenSource {
    pub fn new(endpoint: String, id: String, secret: String) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder() //~ followed_redirects
            .timeout(Duration::from_secs(10))
            .user_agent("warehouse-sync/3")
            .build()?;
        Ok(Self {
            http,
            endpoint,
            id,
            secret,
            cached: Mutex::new(None),
        })
    }

    pub async fn bearer(&self) -> anyhow::Result<String> {
        let mut cached = self.cached.lock().await;
        if let Some((token, until)) = cached.as_ref()
            && *until > Instant::now()
        {
            return Ok(token.clone());
        }
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", self.id.as_str()),
            ("client_secret", self.secret.as_str()),
        ];
        let response = self.http.post(&self.endpoint).form(&form).send().await?;
        let grant: Grant = response.error_for_status()?.json().await?;
        let until = Instant::now() + Duration::from_secs(grant.expires_in.saturating_sub(30));
        *cached = Some((grant.access_token.clone(), until));
        Ok(grant.access_token)
    }
}
