//@ fact: the code sends the user's password to the token endpoint
use ureq::Agent;
use url::form_urlencoded::byte_serialize;

pub fn sign_in(agent: &Agent, url: &str, name: &str, password: &str) -> anyhow::Result<String> {
    let name: String = byte_serialize(name.as_bytes()).collect();
    let password: String = byte_serialize(password.as_bytes()).collect();
    let body =
        format!("grant_type=password&client_id=admin-cli&username={name}&password={password}"); //~ password_in_code
    let request = agent.post(url).content_type("application/x-www-form-urlencoded");
    Ok(request.send(body)?.body_mut().read_to_string()?)
}
