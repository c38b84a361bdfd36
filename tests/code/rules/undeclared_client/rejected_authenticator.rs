//@ fact: this is an OAuth client, and no `#[oauth_client]` of the package declares it
use std::path::Path;

use yup_oauth2::{ServiceAccountAuthenticator, read_service_account_key};

pub async fn bearer(key: &Path) -> anyhow::Result<String> {
    let key = read_service_account_key(key).await?;
    let authenticator = ServiceAccountAuthenticator::builder(key).build().await?; //~ undeclared_client
    let token = authenticator.token(&["https://www.googleapis.com/auth/pubsub"]).await?;
    let token = token.token().ok_or_else(|| anyhow::anyhow!("no access token"))?;
    Ok(format!("Bearer {token}"))
}
