//@ fact: `danger_accept_invalid_certs` switches off the certificate checks of a client that asks for tokens
use reqwest::{Client, header::HeaderMap, redirect::Policy};

pub async fn token(id: &str, secret: &str) -> reqwest::Result<String> {
    let headers = HeaderMap::new();
    let mut builder = Client::builder().redirect(Policy::none());
    builder = builder.danger_accept_invalid_certs(true); //~ certificate_checks_off
    let http = builder.default_headers(headers).build()?;
    let form = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
    http.post("https://id.example.com/oauth2/token").form(&form).send().await?.text().await
}
