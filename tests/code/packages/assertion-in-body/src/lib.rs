//@ undeclared: 1
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub struct ServiceAccount {
    client_email: String,
    private_key: String,
    token_uri: String,
}

#[derive(Serialize)]
struct Assertion<'a> {
    iss: &'a str,
    scope: &'a str,
    aud: &'a str,
    iat: u64,
    exp: u64,
}

#[derive(Deserialize)]
pub struct Token {
    pub access_token: String,
}

impl ServiceAccount {
    pub fn token(&self, agent: &ureq::Agent, scope: &str, now: u64) -> anyhow::Result<Token> {
        let assertion = Assertion {
            iss: &self.client_email,
            scope,
            aud: &self.token_uri,
            iat: now,
            exp: now + 600,
        };
        let key = EncodingKey::from_rsa_pem(self.private_key.as_bytes())?;
        let signed = encode(&Header::new(Algorithm::RS256), &assertion, &key)?;
        let body =
            format!("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion={signed}");
        let mut response = agent
            .post(&self.token_uri)
            .content_type("application/x-www-form-urlencoded")
            .send(body)?;
        Ok(response.body_mut().read_json()?)
    }
}
