//@ fact: the authorization request carries no code challenge
use url::Url;

pub fn location(http: &reqwest::Client, id: &str, state: &str) -> anyhow::Result<Url> {
    let request = http
        .get("https://crm.example.com/services/oauth2/authorize")
        .query(&[("client_id", id), ("response_type", "code"), ("state", state)]) //~ code_without_pkce
        .build()?;
    Ok(request.url().clone())
}
