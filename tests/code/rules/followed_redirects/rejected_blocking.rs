//@ fact: `Client::new` makes an HTTP client that follows redirects, and it asks for tokens
use reqwest::blocking::Client;
use serde_json::Value;

pub fn token(url: &str, id: &str, secret: &str) -> reqwest::Result<Value> {
    let response = Client::new() //~ followed_redirects
        .post(url)
        .basic_auth(id, Some(secret))
        .body("grant_type=client_credentials&scope=backup")
        .send()?;
    response.error_for_status()?.json()
}
