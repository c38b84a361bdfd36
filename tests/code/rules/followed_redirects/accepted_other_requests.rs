use reqwest::{Client, redirect::Policy};
use serde_json::Value;

pub async fn rates(url: &str, token_url: &str, id: &str, secret: &str) -> reqwest::Result<Value> {
    let strict = Client::builder().redirect(Policy::none()).build()?;
    let form = [("grant_type", "client_credentials")];
    let request = strict.post(token_url).basic_auth(id, Some(secret));
    let token: Value = request.form(&form).send().await?.json().await?;
    let bearer = token["access_token"].as_str().unwrap_or_default();

    let http = Client::new();
    http.get(url).bearer_auth(bearer).send().await?.json().await
}
