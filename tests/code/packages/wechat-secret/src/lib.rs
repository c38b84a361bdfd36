//@ undeclared: 1
use anyhow::Context;

pub struct Gateway {
    agent: ureq::Agent,
    key: String,
    secret: String,
}

impl Gateway {
    pub fn new(key: String, secret: String) -> Self {
        let agent = ureq::Agent::config_builder()
            .max_redirects(0)
            .build()
            .into();
        Self { agent, key, secret }
    }

    pub fn token(&self) -> anyhow::Result<String> {
        let mut response = self
            .agent
            .get("https://gateway.example.com/oauth2/token")
            .query("grant_type", "client_credentials")
            .query("client_id", &self.key)
            .query("client_secret", &self.secret) //~ secret_in_query
            .call()?;
        let body: serde_json::Value = response.body_mut().read_json()?;
        body["access_token"]
            .as_str()
            .map(str::to_owned)
            .context("the gateway sent no token")
    }
}
