use jsonwebtoken::{DecodingKey, Validation, decode, decode_header, jwk::JwkSet};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Profile {
    pub sub: String,
    pub nonce: String,
}

pub fn form<'a>(client_id: &'a str, code: &'a str, verifier: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("grant_type", "authorization_code"),
        ("client_id", client_id),
        ("code", code),
        ("code_verifier", verifier),
    ]
}

/// The header names the key, and is believed in nothing else.
pub fn profile(id_token: &str, keys: &JwkSet, client_id: &str) -> anyhow::Result<Profile> {
    let header = decode_header(id_token)?;
    let id = header.kid.ok_or_else(|| anyhow::anyhow!("the token names no key"))?;
    let key = keys.find(&id).ok_or_else(|| anyhow::anyhow!("no key {id}"))?;
    let mut validation = Validation::new(jsonwebtoken::Algorithm::RS256);
    validation.set_audience(&[client_id]);
    validation.set_issuer(&["https://id.example.com"]);
    Ok(decode::<Profile>(id_token, &DecodingKey::from_jwk(key)?, &validation)?.claims)
}
