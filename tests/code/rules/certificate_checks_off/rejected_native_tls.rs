//@ fact: `danger_accept_invalid_certs` switches off the certificate checks of a client that asks for tokens
use std::sync::Arc;

use native_tls::TlsConnector;

pub fn token(url: &str, id: &str, secret: &str) -> anyhow::Result<String> {
    let tls = TlsConnector::builder()
        .danger_accept_invalid_certs(true) //~ certificate_checks_off
        .build()?;
    let agent = ureq::AgentBuilder::new().tls_connector(Arc::new(tls)).redirects(0).build();
    let response = agent.post(url).send_form(&[
        ("grant_type", "client_credentials"),
        ("client_id", id),
        ("client_secret", secret),
    ])?;
    Ok(response.into_string()?)
}
