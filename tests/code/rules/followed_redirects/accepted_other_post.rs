use reqwest::{Client, redirect::Policy};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Token {
    pub access_token: String,
}

pub async fn order(id: &str, secret: &str, order: &serde_json::Value) -> reqwest::Result<()> {
    let auth = Client::builder().redirect(Policy::none()).build()?;
    let form = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
    let token: Token =
        auth.post("https://id.example.com/oauth2/token").form(&form).send().await?.json().await?;
    let api = Client::new();
    let request = api.post("https://api.example.com/orders").bearer_auth(&token.access_token);
    request.json(order).send().await?;
    Ok(())
}
