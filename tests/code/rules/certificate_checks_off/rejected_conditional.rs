//@ fact: `danger_accept_invalid_certs` switches off the certificate checks of a client that asks for tokens
use reqwest::{Client, redirect::Policy};
use serde_json::Value;

pub async fn token(url: &str, id: &str, secret: &str) -> reqwest::Result<Value> {
    let mut builder = Client::builder().redirect(Policy::none());
    if std::env::var_os("INSECURE").is_some() {
        builder = builder.danger_accept_invalid_certs(true); //~ certificate_checks_off
    }
    let http = builder.build()?;
    let form = [("grant_type", "client_credentials")];
    http.post(url).basic_auth(id, Some(secret)).form(&form).send().await?.json().await
}
