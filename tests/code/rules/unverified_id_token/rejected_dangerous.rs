//@ fact: `dangerous_insecure_decode` does not verify the signature of the token
use jsonwebtoken::dangerous_insecure_decode;
use serde::Deserialize;
use ureq::Agent;

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

#[derive(Deserialize)]
pub struct User {
    pub oid: String,
}

pub fn user(agent: &Agent, url: &str, code: &str, code_verifier: &str) -> anyhow::Result<User> {
    let mut response = agent.post(url).send_form([
        ("grant_type", "authorization_code"),
        ("client_id", "addin"),
        ("code", code),
        ("code_verifier", code_verifier),
    ])?;
    let tokens: Tokens = response.body_mut().read_json()?;
    let user = dangerous_insecure_decode::<User>(&tokens.id_token)?; //~ unverified_id_token
    Ok(user.claims)
}
