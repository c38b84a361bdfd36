//@ fact: the response type `id_token token` puts the access token into the redirect
use url::Url;

pub fn location(http: &reqwest::Client, id: &str, state: &str) -> anyhow::Result<Url> {
    let request = http
        .get("https://id.example.com/connect/authorize?response_type=id_token%20token") //~ implicit_in_code
        .query(&[("client_id", id), ("state", state)])
        .build()?;
    Ok(request.url().clone())
}
