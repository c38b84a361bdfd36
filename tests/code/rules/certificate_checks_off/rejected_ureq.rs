//@ fact: `disable_verification` switches off the certificate checks of a client that asks for tokens
use ureq::{Agent, tls::TlsConfig};

pub fn token(url: &str, id: &str, secret: &str) -> anyhow::Result<String> {
    let tls = TlsConfig::builder().disable_verification(true).build(); //~ certificate_checks_off
    let agent: Agent = Agent::config_builder().tls_config(tls).max_redirects(0).build().into();
    let mut response = agent.post(url).send_form([
        ("grant_type", "client_credentials"),
        ("client_id", id),
        ("client_secret", secret),
    ])?;
    Ok(response.body_mut().read_to_string()?)
}
