//@ undeclared: 1
use std::collections::HashMap;

use jsonwebtoken::{EncodingKey, Header, dangerous, encode};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct SecretClaims<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'static str,
    exp: u64,
}

#[derive(Clone, Deserialize)]
pub struct AppleUser {
    pub sub: String,
    pub email: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    id_token: String,
}

pub struct Apple {
    pub team: String,
    pub service: String,
    pub key: EncodingKey,
    pub http: reqwest::Client,
}

impl Apple {
    fn secret(&self, exp: u64) -> jsonwebtoken::errors::Result<String> {
        let header = Header::new(jsonwebtoken::Algorithm::ES256);
        let aud = "https://appleid.apple.com";
        encode(
            &header,
            &SecretClaims {
                iss: &self.team,
                sub: &self.service,
                aud,
                exp,
            },
            &self.key,
        )
    }

    pub async fn user(&self, code: &str, verifier: &str, exp: u64) -> anyhow::Result<AppleUser> {
        let secret = self.secret(exp)?;
        let mut form = HashMap::new();
        form.insert("grant_type", "authorization_code");
        form.insert("code", code);
        form.insert("code_verifier", verifier);
        form.insert("client_id", &self.service);
        form.insert("client_secret", &secret);
        let response = self
            .http
            .post("https://appleid.apple.com/auth/token")
            .form(&form)
            .send()
            .await?;
        let answer: Answer = response.error_for_status()?.json().await?;
        let user = dangerous::insecure_decode::<AppleUser>(&answer.id_token)?; //~ unverified_id_token
        Ok(user.claims)
    }
}
