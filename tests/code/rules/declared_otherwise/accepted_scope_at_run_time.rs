use oauth_flow::oauth_client;

#[oauth_client(
    kind = "m2m",
    grant = "client_credentials",
    auth = "client_secret_basic",
    scope = "files.read"
)]
pub struct Files {
    pub client_id: String,
    pub client_secret: String,
    pub token_endpoint: String,
}

impl Files {
    pub fn token(&self, agent: &ureq::Agent, scope: &str) -> anyhow::Result<String> {
        let pair = format!("{}:{}", self.client_id, self.client_secret);
        let mut response = agent
            .post(&self.token_endpoint)
            .header("Authorization", format!("Basic {}", base64_of(&pair)))
            .send_form([("grant_type", "client_credentials"), ("scope", scope)])?;
        Ok(response.body_mut().read_to_string()?)
    }
}

fn base64_of(text: &str) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    STANDARD.encode(text)
}
