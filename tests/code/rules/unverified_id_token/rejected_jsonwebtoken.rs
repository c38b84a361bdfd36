//@ fact: `insecure_disable_signature_validation` does not verify the signature of the token
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Profile {
    pub sub: String,
    pub email: String,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

pub fn profile(answer: &str, client_id: &str) -> anyhow::Result<Profile> {
    let tokens: Tokens = serde_json::from_str(answer)?;
    let mut validation = Validation::new(Algorithm::RS256);
    validation.insecure_disable_signature_validation(); //~ unverified_id_token
    validation.set_audience(&[client_id]);
    let key = DecodingKey::from_secret(b"");
    Ok(decode::<Profile>(&tokens.id_token, &key, &validation)?.claims)
}

pub fn form<'a>(client_id: &'a str, code: &'a str, verifier: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("grant_type", "authorization_code"),
        ("client_id", client_id),
        ("code", code),
        ("code_verifier", verifier),
    ]
}
