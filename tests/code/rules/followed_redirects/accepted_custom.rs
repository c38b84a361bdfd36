use reqwest::{Client, redirect::Policy};
use serde_json::Value;

pub async fn token(url: &str, id: &str, secret: &str) -> reqwest::Result<Value> {
    let stop = Policy::custom(|attempt| attempt.stop());
    let http = Client::builder().redirect(stop).build()?;
    let request = http.post(url).basic_auth(id, Some(secret));
    request.form(&[("grant_type", "client_credentials")]).send().await?.json().await
}
