use std::path::Path;

use openidconnect::{
    ClientId, ClientSecret,
    core::{CoreClient, CoreProviderMetadata},
};

const SECRET_FILE: &str = "/run/secrets/client_secret";

pub fn client(metadata: CoreProviderMetadata, id: String) -> anyhow::Result<CoreClient> {
    let secret = std::fs::read_to_string(Path::new(SECRET_FILE))?;
    let secret = ClientSecret::new(secret.trim().to_owned());
    Ok(CoreClient::from_provider_metadata(metadata, ClientId::new(id), Some(secret)))
}
