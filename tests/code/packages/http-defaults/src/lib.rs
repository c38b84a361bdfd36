//@ undeclared: 1
use serde::Deserialize;

#[derive(Clone, Deserialize)]
#[serde(default)]
pub struct Oidc {
    pub client_id: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
}

impl Default for Oidc {
    fn default() -> Self {
        Self {
            client_id: "meter-reader".into(),
            authorization_endpoint: "http://sso.grid.example.net/authorize".into(), //~ plain_http_endpoint
            token_endpoint: "http://sso.grid.example.net/token".into(), //~ plain_http_endpoint
        }
    }
}

#[derive(Deserialize)]
pub struct Renewed {
    pub access_token: String,
    pub refresh_token: String,
}

impl Oidc {
    pub fn development(port: u16) -> Self {
        Self {
            client_id: "meter-reader".into(),
            authorization_endpoint: format!("http://127.0.0.1:{port}/authorize"),
            token_endpoint: format!("http://localhost:{port}/token"),
        }
    }

    pub fn renew(&self, agent: &ureq::Agent, refresh_token: &str) -> anyhow::Result<Renewed> {
        let response = agent.post(&self.token_endpoint).send_form(&[
            ("grant_type", "refresh_token"),
            ("client_id", &self.client_id),
            ("refresh_token", refresh_token),
        ])?;
        Ok(response.into_json()?)
    }
}
