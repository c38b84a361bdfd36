use reqwest::{Client, Response};
use serde_json::json;
use url::Url;

pub fn location(server: &str, id: &str, state: &str, challenge: &str) -> anyhow::Result<Url> {
    let query = [
        ("response_type", "code"),
        ("client_id", id),
        ("state", state),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
    ];
    Ok(Url::parse_with_params(server, query)?)
}

pub async fn redeem(
    http: &Client,
    server: &str,
    code: &str,
    verifier: &str,
) -> reqwest::Result<Response> {
    let body = json!({
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": verifier,
    });
    http.post(server).json(&body).send().await
}
