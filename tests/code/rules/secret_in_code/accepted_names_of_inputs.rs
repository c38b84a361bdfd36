use std::collections::HashMap;

use oauth2::{AuthUrl, ClientId, ClientSecret, basic::BasicClient};

use crate::vault::Vault;

pub fn inputs() -> HashMap<&'static str, &'static str> {
    HashMap::from([("client_id", "text"), ("client_secret", "password")])
}

pub async fn client(vault: &Vault, authorize: AuthUrl) -> anyhow::Result<BasicClient> {
    let secret = vault.access("client_secret", "newest").await?;
    let client = BasicClient::new(ClientId::new("shop".into()))
        .set_client_secret(ClientSecret::new(secret))
        .set_auth_uri(authorize);
    Ok(client)
}
