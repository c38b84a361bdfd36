//@ fact: the code sends the user's password to the token endpoint
use serde::Serialize;

const GRANT: &str = "password"; //~ password_in_code

#[derive(Serialize)]
struct TokenRequest<'a> {
    grant_type: &'static str,
    username: &'a str,
    password: &'a str,
}

pub async fn sign_in(
    http: &reqwest::Client,
    url: &str,
    username: &str,
    password: &str,
) -> reqwest::Result<serde_json::Value> {
    let request = TokenRequest { grant_type: GRANT, username, password };
    http.post(url).json(&request).send().await?.error_for_status()?.json().await
}
