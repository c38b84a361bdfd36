//@ fact: the code sends the user's password to the token endpoint
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Token {
    pub access_token: String,
}

pub async fn sign_in(
    http: &reqwest::Client,
    url: &str,
    name: &str,
    password: &str,
) -> reqwest::Result<Token> {
    let form = [
        ("grant_type", "password"), //~ password_in_code
        ("client_id", "tablet"),
        ("username", name),
        ("password", password),
    ];
    http.post(url).form(&form).send().await?.error_for_status()?.json().await
}
