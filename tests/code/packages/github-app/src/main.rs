//@ undeclared: 0
use jsonwebtoken::EncodingKey;
use octocrab::{Octocrab, models::AppId};
use serde::Deserialize;

#[derive(Deserialize)]
struct InstallationToken {
    token: String,
    expires_at: String,
}

fn app() -> anyhow::Result<Octocrab> {
    let id: u64 = std::env::var("GITHUB_APP_ID")?.parse()?;
    let pem = std::fs::read(std::env::var("GITHUB_APP_PRIVATE_KEY")?)?;
    let key = EncodingKey::from_rsa_pem(&pem)?;
    Ok(Octocrab::builder().app(AppId(id), key).build()?)
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let app = app()?;
    for installation in app.apps().installations().send().await?.items {
        let route = format!("/app/installations/{}/access_tokens", installation.id);
        let token: InstallationToken = app.post(route, None::<&()>).await?;
        println!("{} until {}", token.token.len(), token.expires_at);
    }
    Ok(())
}
