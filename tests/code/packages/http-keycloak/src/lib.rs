//@ undeclared: 1
use serde::Deserialize;

const TOKEN_URL: &str = "http://keycloak:8080/realms/jobs/protocol/openid-connect/token"; //~ plain_http_endpoint
const LOCAL_TOKEN_URL: &str = "http://[::1]:8080/realms/jobs/protocol/openid-connect/token";

#[derive(Deserialize)]
pub struct Token {
    pub access_token: String,
    pub expires_in: u32,
}

pub struct Worker {
    pub http: reqwest::Client,
    pub secret: String,
}

impl Worker {
    pub async fn token(&self) -> anyhow::Result<Token> {
        let url = match std::env::var_os("JOBS_LOCAL") {
            Some(_) => LOCAL_TOKEN_URL,
            None => TOKEN_URL,
        };
        let form = [
            ("client_id", "jobs-worker"),
            ("client_secret", self.secret.as_str()),
            ("grant_type", "client_credentials"),
        ];
        Ok(self
            .http
            .post(url)
            .form(&form)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await?)
    }
}
