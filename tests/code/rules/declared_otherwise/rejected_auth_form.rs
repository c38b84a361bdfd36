//@ fact: the code authenticates with `client_secret_post`, and `client_secret_basic` is declared
use oauth_flow::oauth_client;
use serde_json::Value;

#[oauth_client(kind = "m2m", grant = "client_credentials", auth = "client_secret_basic")]
pub struct Stock {
    pub client_id: String,
    pub client_secret: String,
    pub token_endpoint: String,
}

impl Stock {
    pub fn token(&self, agent: &ureq::Agent) -> anyhow::Result<Value> {
        let mut response = agent.post(&self.token_endpoint).send_form([
            ("grant_type", "client_credentials"),
            ("client_id", self.client_id.as_str()),
            ("client_secret", self.client_secret.as_str()), //~ declared_otherwise
        ])?;
        Ok(response.body_mut().read_json()?)
    }
}
