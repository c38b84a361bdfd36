//@ fact: the endpoint `http://id.example.net/oauth/token` is reached without TLS
use serde_json::Value;

pub async fn token(http: &reqwest::Client, id: &str, secret: &str) -> reqwest::Result<Value> {
    let response = http
        .post("http://id.example.net/oauth/token") //~ plain_http_endpoint
        .basic_auth(id, Some(secret))
        .form(&[("grant_type", "client_credentials")])
        .send()
        .await?;
    response.error_for_status()?.json().await
}
