use reqwest::Client;

use crate::policy::harden;

pub async fn token(id: &str, secret: &str) -> reqwest::Result<String> {
    let builder = Client::builder();
    let builder = harden(builder);
    let http = builder.build()?;
    let form = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
    http.post("https://id.example.com/oauth2/token").form(&form).send().await?.text().await
}
