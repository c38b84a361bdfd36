//@ fact: the client secret is part of a URL
use ureq::Agent;

pub fn token(agent: &Agent, url: &str, id: &str, secret: &str) -> anyhow::Result<String> {
    let mut response = agent
        .post(url)
        .query("grant_type", "client_credentials")
        .query("client_id", id)
        .query("client_secret", secret) //~ secret_in_query
        .send_empty()?;
    Ok(response.body_mut().read_to_string()?)
}
