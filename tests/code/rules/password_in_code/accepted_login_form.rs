use std::collections::HashMap;

use serde_json::Value;

#[derive(serde::Deserialize)]
pub struct Account {
    pub name: String,
}

/// A login of the site itself, for a cookie.
pub async fn sign_in(
    http: &reqwest::Client,
    name: &str,
    password: &str,
) -> reqwest::Result<Account> {
    let form = HashMap::from([("username", name), ("password", password), ("kind", "password")]);
    http.post("https://shop.example.com/session").form(&form).send().await?.json().await
}

pub async fn token(
    http: &reqwest::Client,
    url: &str,
    id: &str,
    secret: &str,
) -> reqwest::Result<Value> {
    let form = [("grant_type", "client_credentials"), ("scope", "stock")];
    http.post(url).basic_auth(id, Some(secret)).form(&form).send().await?.json().await
}
