use reqwest::{Client, redirect::Policy};
use serde_json::Value;

#[derive(clap::Args)]
pub struct Connection {
    /// Accept any certificate.
    #[arg(long)]
    pub insecure: bool,
    #[arg(long)]
    pub token_url: String,
}

pub async fn token(to: &Connection, id: &str, secret: &str) -> reqwest::Result<Value> {
    let http = Client::builder()
        .redirect(Policy::none())
        .danger_accept_invalid_certs(to.insecure)
        .build()?;
    let form = [("grant_type", "client_credentials")];
    http.post(&to.token_url).basic_auth(id, Some(secret)).form(&form).send().await?.json().await
}
