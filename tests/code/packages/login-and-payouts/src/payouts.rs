use reqwest::redirect::Policy;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct PayoutToken {
    pub access_token: String,
    pub app_id: String,
}

pub async fn payout_token(id: &str, secret: &str) -> reqwest::Result<PayoutToken> {
    let http = reqwest::Client::builder()
        .redirect(Policy::none())
        .build()?;
    http.post("https://api.payments.example.com/v1/oauth2/token")
        .basic_auth(id, Some(secret))
        .form(&[("grant_type", "client_credentials")])
        .send()
        .await?
        .error_for_status()?
        .json()
        .await
}
