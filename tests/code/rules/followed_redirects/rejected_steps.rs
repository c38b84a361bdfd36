//@ fact: `Client::builder` makes an HTTP client that follows redirects, and it asks for tokens
use std::time::Duration;

use reqwest::Client;
use serde_json::Value;

pub async fn token(
    url: &str,
    id: &str,
    secret: &str,
    timeout: Option<Duration>,
) -> reqwest::Result<Value> {
    let mut builder = Client::builder().https_only(true); //~ followed_redirects
    if let Some(timeout) = timeout {
        builder = builder.timeout(timeout);
    }
    let http = builder.build()?;
    let request = http.post(url).basic_auth(id, Some(secret));
    request.form(&[("grant_type", "client_credentials")]).send().await?.json().await
}
