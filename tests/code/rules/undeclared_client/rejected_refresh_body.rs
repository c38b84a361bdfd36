//@ fact: this is an OAuth client, and no `#[oauth_client]` of the package declares it
use serde::Deserialize;
use ureq::Agent;
use url::form_urlencoded::byte_serialize;

#[derive(Deserialize)]
pub struct Renewed {
    pub access_token: String,
    pub refresh_token: Option<String>,
}

pub fn renew(agent: &Agent, url: &str, id: &str, refresh: &str) -> anyhow::Result<Renewed> {
    let refresh: String = byte_serialize(refresh.as_bytes()).collect();
    let body = format!("grant_type=refresh_token&client_id={id}&refresh_token={refresh}"); //~ undeclared_client
    let mut response =
        agent.post(url).header("Content-Type", "application/x-www-form-urlencoded").send(body)?;
    Ok(response.body_mut().read_json()?)
}
