//@ undeclared: 1
use reqwest::redirect::Policy;
use serde::Deserialize;

const GRANT: &str = "client_credentials";

#[derive(Deserialize)]
pub struct Token {
    pub access_token: String,
}

pub struct DirectorySync {
    http: reqwest::Client,
    endpoint: String,
    id: String,
    secret: String,
}

impl DirectorySync {
    pub fn new(endpoint: String, id: String, secret: String) -> reqwest::Result<Self> {
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .build()?;
        Ok(Self {
            http,
            endpoint,
            id,
            secret,
        })
    }

    pub async fn token(&self) -> reqwest::Result<Token> {
        let form = [("grant_type", GRANT), ("scope", "directory.read")];
        self.http
            .post(&self.endpoint)
            .basic_auth(&self.id, Some(&self.secret))
            .form(&form)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await
    }
}
