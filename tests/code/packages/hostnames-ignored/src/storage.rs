use reqwest::redirect::Policy;

use crate::Tls;

pub async fn token(tls: &Tls, url: &str, id: &str, secret: &str) -> anyhow::Result<String> {
    let http = reqwest::Client::builder()
        .redirect(Policy::none())
        .danger_accept_invalid_certs(tls.insecure)
        .build()?;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", id),
        ("client_secret", secret),
    ];
    Ok(http
        .post(url)
        .form(&form)
        .send()
        .await?
        .error_for_status()?
        .text()
        .await?)
}
