use ureq::Agent;
use url::form_urlencoded::byte_serialize;

pub fn token(agent: &Agent, url: &str, id: &str, secret: &str) -> anyhow::Result<String> {
    let secret: String = byte_serialize(secret.as_bytes()).collect();
    let body = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    let request = agent.post(url).content_type("application/x-www-form-urlencoded");
    Ok(request.send(body)?.body_mut().read_to_string()?)
}
