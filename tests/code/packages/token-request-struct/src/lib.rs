//@ undeclared: 1
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct TokenRequest<'a> {
    grant_type: &'static str,
    client_id: &'a str,
    client_secret: &'a str,
    audience: &'static str,
}

#[derive(Deserialize)]
pub struct TokenAnswer {
    pub access_token: String,
    pub expires_in: u64,
}

pub async fn management_token(
    http: &reqwest::Client,
    client_id: &str,
    client_secret: &str,
) -> reqwest::Result<TokenAnswer> {
    let request = TokenRequest {
        grant_type: "client_credentials",
        client_id,
        client_secret,
        audience: "https://shop.eu.auth.example.com/api/v2/",
    };
    http.post("https://shop.eu.auth.example.com/oauth/token")
        .json(&request)
        .send()
        .await?
        .error_for_status()?
        .json()
        .await
}
