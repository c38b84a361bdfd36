//@ fact: the endpoint `http://192.168.10.4:8080/oauth/token` is reached without TLS
pub struct Settings {
    pub client_id: String,
    pub token_url: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            client_id: "panel".to_owned(),
            token_url: "http://192.168.10.4:8080/oauth/token".to_owned(), //~ plain_http_endpoint
        }
    }
}

pub fn refresh(settings: &Settings, agent: &ureq::Agent, token: &str) -> anyhow::Result<String> {
    let mut response = agent.post(&settings.token_url).send_form([
        ("grant_type", "refresh_token"),
        ("client_id", settings.client_id.as_str()),
        ("refresh_token", token),
    ])?;
    Ok(response.body_mut().read_to_string()?)
}
