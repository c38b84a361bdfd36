//@ undeclared: 0
use oauth_flow::oauth_client;
use serde::Deserialize;

#[oauth_client(
    kind = "m2m",
    grant = "client_credentials",
    auth = "client_secret_post",
    scope = "reports:read"
)]
struct Reports {
    client_id: String,
    client_secret: String,
    token_endpoint: String,
}

#[derive(Deserialize)]
struct Token {
    access_token: String,
}

impl Reports {
    fn reader(&self, agent: &ureq::Agent) -> anyhow::Result<Token> {
        let mut response = agent.post(&self.token_endpoint).send_form([
            ("grant_type", "client_credentials"),
            ("client_id", self.client_id.as_str()),
            ("client_secret", self.client_secret.as_str()),
            ("scope", "reports:read"),
        ])?;
        Ok(response.body_mut().read_json()?)
    }

    fn cleaner(&self, agent: &ureq::Agent) -> anyhow::Result<Token> {
        let mut response = agent.post(&self.token_endpoint).send_form([
            ("grant_type", "client_credentials"),
            ("client_id", self.client_id.as_str()),
            ("client_secret", self.client_secret.as_str()),
            ("scope", "reports:read reports:delete"), //~ declared_otherwise
        ])?;
        Ok(response.body_mut().read_json()?)
    }
}

fn main() -> anyhow::Result<()> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .max_redirects(0)
        .build()
        .into();
    let reports = Reports {
        client_id: std::env::var("REPORTS_ID")?,
        client_secret: std::env::var("REPORTS_SECRET")?,
        token_endpoint: std::env::var("REPORTS_TOKEN_ENDPOINT")?,
    };
    let read = reports.reader(&agent)?.access_token;
    let clean = reports.cleaner(&agent)?.access_token;
    println!("{} {}", read.len(), clean.len());
    Ok(())
}
