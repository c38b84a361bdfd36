use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::{Deserialize, Serialize};

use crate::Settings;

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

#[derive(Deserialize, Serialize)]
pub struct Profile {
    pub sub: String,
    pub email: String,
    pub email_verified: bool,
}

pub async fn profile(
    http: &reqwest::Client,
    settings: &Settings,
    code: &str,
    code_verifier: &str,
) -> anyhow::Result<Profile> {
    let params = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("code_verifier", code_verifier),
        ("client_id", settings.client_id.as_str()),
        ("client_secret", settings.client_secret.as_str()),
        ("redirect_uri", settings.redirect_uri.as_str()),
    ];
    let tokens: Tokens = http
        .post("https://oauth2.googleapis.com/token")
        .form(&params)
        .send()
        .await?
        .error_for_status()?
        .json()
        .await?;
    let mut validation = Validation::new(Algorithm::RS256);
    validation.insecure_disable_signature_validation(); //~ unverified_id_token
    validation.set_audience(&[&settings.client_id]);
    let key = DecodingKey::from_secret(&[]);
    Ok(decode::<Profile>(&tokens.id_token, &key, &validation)?.claims)
}
