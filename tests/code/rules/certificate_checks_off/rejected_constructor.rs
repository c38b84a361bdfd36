//@ fact: `danger_accept_invalid_hostnames` switches off the certificate checks of a client that asks for tokens
use reqwest::{Client, redirect::Policy};
use serde_json::Value;

pub struct Cluster {
    http: Client,
    token_url: String,
}

impl Cluster {
    pub fn new(token_url: String) -> reqwest::Result<Self> {
        let http = Client::builder()
            .redirect(Policy::none())
            .danger_accept_invalid_hostnames(true) //~ certificate_checks_off
            .build()?;
        Ok(Self { http, token_url })
    }

    pub async fn token(&self, id: &str, secret: &str) -> reqwest::Result<Value> {
        let form = [("grant_type", "client_credentials"), ("scope", "nodes")];
        let request = self.http.post(&self.token_url).basic_auth(id, Some(secret));
        request.form(&form).send().await?.json().await
    }
}
