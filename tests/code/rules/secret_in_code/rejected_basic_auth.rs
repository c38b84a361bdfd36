//@ fact: the client secret is a text in the program
use serde_json::Value;

pub async fn token(http: &reqwest::Client, url: &str) -> reqwest::Result<Value> {
    let response = http
        .post(url)
        .basic_auth("reporting", Some("8d1b2c53f0a94e7c")) //~ secret_in_code
        .form(&[("grant_type", "client_credentials")])
        .send()
        .await?;
    response.error_for_status()?.json().await
}
