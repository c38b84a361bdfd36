//@ fact: this is an OAuth client, and no `#[oauth_client]` of the package declares it
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Token {
    pub access_token: String,
    pub expires_in: u64,
}

pub async fn token(
    http: &reqwest::Client,
    url: &str,
    id: &str,
    secret: &str,
) -> reqwest::Result<Token> {
    let form = [
        ("grant_type", "client_credentials"), //~ undeclared_client
        ("scope", "metrics.write"),
    ];
    let request = http.post(url).basic_auth(id, Some(secret)).form(&form);
    request.send().await?.error_for_status()?.json().await
}
