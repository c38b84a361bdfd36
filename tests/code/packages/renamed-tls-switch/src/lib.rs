//@ undeclared: 1
use reqwest::{Certificate, redirect::Policy};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Token {
    pub access_token: String,
    pub scope: Option<String>,
}

pub struct Hypervisor {
    http: reqwest::Client,
    host: String,
    key: String,
    secret: String,
}

impl Hypervisor {
    pub fn unchecked(host: String, key: String, secret: String) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .tls_danger_accept_invalid_certs(true) //~ certificate_checks_off
            .build()?;
        Ok(Self {
            http,
            host,
            key,
            secret,
        })
    }

    pub fn with_root(
        host: String,
        key: String,
        secret: String,
        root: Certificate,
    ) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .tls_certs_only([root])
            .build()?;
        Ok(Self {
            http,
            host,
            key,
            secret,
        })
    }

    pub async fn token(&self) -> anyhow::Result<Token> {
        let url = format!("https://{}/oauth2/token", self.host);
        let request = self
            .http
            .post(url)
            .basic_auth(&self.key, Some(&self.secret))
            .form(&[("grant_type", "client_credentials"), ("scope", "machines")]);
        Ok(request.send().await?.error_for_status()?.json().await?)
    }
}
