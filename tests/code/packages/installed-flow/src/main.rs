//@ undeclared: 1
use yup_oauth2::{InstalledFlowAuthenticator, InstalledFlowReturnMethod, read_application_secret};

const SCOPES: &[&str] = &["https://www.googleapis.com/auth/drive.file"];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let secret = read_application_secret("client_secret.json").await?;
    let authenticator =
        InstalledFlowAuthenticator::builder(secret, InstalledFlowReturnMethod::HTTPRedirect)
            .persist_tokens_to_disk("tokens.json")
            .build()
            .await?;
    let token = authenticator.token(SCOPES).await?;
    println!("a token of {} bytes", token.token().map_or(0, str::len));
    Ok(())
}
