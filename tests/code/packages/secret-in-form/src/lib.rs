//@ undeclared: 1
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Token {
    pub access_token: String,
    pub expires_in: u64,
}

const TOKEN_ENDPOINT: &str = "https://api.example.org/v2/oauth/token";

pub async fn sandbox(http: &reqwest::Client) -> reqwest::Result<Token> {
    http.post(TOKEN_ENDPOINT)
        .form(&[
            ("grant_type", "client_credentials"),
            ("client_id", "shop-sandbox"),
            ("client_secret", "Zk9xq4Vt1mB7sYcEw2Rj"), //~ secret_in_code
        ])
        .send()
        .await?
        .json()
        .await
}

pub async fn partner(http: &reqwest::Client) -> reqwest::Result<Token> {
    http.post(TOKEN_ENDPOINT)
        .basic_auth("shop-partner", Some("q7Gd-2mTz-Nf80-LwYe")) //~ secret_in_code
        .form(&[("grant_type", "client_credentials"), ("scope", "orders")])
        .send()
        .await?
        .json()
        .await
}

pub async fn live(http: &reqwest::Client) -> anyhow::Result<Token> {
    let secret = std::env::var("SHOP_CLIENT_SECRET")?;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", "shop-live"),
        ("client_secret", secret.as_str()),
    ];
    Ok(http
        .post(TOKEN_ENDPOINT)
        .form(&form)
        .send()
        .await?
        .error_for_status()?
        .json()
        .await?)
}
