//@ undeclared: 1
use std::time::Duration;

use serde::Deserialize;

#[derive(Deserialize)]
pub struct Token {
    pub access_token: String,
}

pub async fn inner_token(endpoint: &str, id: &str, secret: &str) -> reqwest::Result<Token> {
    // oauth-flow: allow(followed_redirects, reason = "the mesh answers with 307 between its nodes")
    let http = reqwest::Client::new();
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", id),
        ("client_secret", secret),
    ];
    http.post(endpoint).form(&form).send().await?.json().await
}

pub async fn outer_token(endpoint: &str, id: &str, secret: &str) -> reqwest::Result<Token> {
    let builder = reqwest::ClientBuilder::new(); //~ followed_redirects
    let http = builder.connect_timeout(Duration::from_secs(3)).build()?;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", id),
        ("client_secret", secret),
    ];
    http.post(endpoint).form(&form).send().await?.json().await
}
