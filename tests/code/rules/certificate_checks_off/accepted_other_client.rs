use reqwest::{Client, redirect::Policy};
use serde_json::Value;

pub async fn token(http: &Client, url: &str, id: &str, secret: &str) -> reqwest::Result<Value> {
    let form = [("grant_type", "client_credentials")];
    http.post(url).basic_auth(id, Some(secret)).form(&form).send().await?.json().await
}

/// Whether an appliance in the rack answers; it has a certificate of its own making.
pub async fn is_up(host: &str) -> reqwest::Result<bool> {
    let probe =
        Client::builder().redirect(Policy::none()).danger_accept_invalid_certs(true).build()?;
    Ok(probe.head(format!("https://{host}/")).send().await?.status().is_success())
}
