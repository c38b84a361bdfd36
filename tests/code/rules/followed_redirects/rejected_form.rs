//@ fact: `Client::builder` makes an HTTP client that follows redirects, and it asks for tokens
use reqwest::{Client, redirect::Policy};
use serde_json::Value;

pub async fn token(url: &str, id: &str, secret: &str) -> reqwest::Result<Value> {
    let http = Client::builder().redirect(Policy::limited(2)).build()?; //~ followed_redirects
    let request = http.post(url).basic_auth(id, Some(secret));
    let form = [("grant_type", "client_credentials")];
    request.form(&form).send().await?.error_for_status()?.json().await
}
