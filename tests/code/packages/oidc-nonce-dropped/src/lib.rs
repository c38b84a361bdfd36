//@ undeclared: 1
pub mod login;
pub mod refresh;

use openidconnect::{
    ClientId, ClientSecret, IssuerUrl, RedirectUrl,
    core::{CoreClient, CoreProviderMetadata},
    reqwest::async_http_client,
};

pub async fn discover(
    issuer: &str,
    id: String,
    secret: String,
    redirect: String,
) -> anyhow::Result<CoreClient> {
    let issuer = IssuerUrl::new(issuer.to_owned())?;
    let metadata = CoreProviderMetadata::discover_async(issuer, async_http_client).await?;
    let client = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(id),
        Some(ClientSecret::new(secret)),
    );
    Ok(client.set_redirect_uri(RedirectUrl::new(redirect)?))
}
