use reqwest::{Client, ClientBuilder, redirect::Policy};
use serde_json::Value;

/// What every HTTP client of the program has.
fn hardened(builder: ClientBuilder) -> ClientBuilder {
    builder.redirect(Policy::none()).https_only(true)
}

pub async fn token(url: &str, id: &str, secret: &str) -> reqwest::Result<Value> {
    let http = hardened(Client::builder()).build()?;
    let request = http.post(url).basic_auth(id, Some(secret));
    request.form(&[("grant_type", "client_credentials")]).send().await?.json().await
}
