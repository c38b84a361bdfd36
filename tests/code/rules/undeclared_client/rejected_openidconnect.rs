//@ fact: this is an OAuth client, and no `#[oauth_client]` of the package declares it
use openidconnect::{
    ClientId, ClientSecret, IssuerUrl, RedirectUrl,
    core::{CoreClient, CoreProviderMetadata},
    reqwest::async_http_client,
};

pub struct Settings {
    pub issuer: String,
    pub id: String,
    pub secret: String,
    pub callback: String,
}

pub async fn connect(settings: Settings) -> anyhow::Result<CoreClient> {
    let issuer = IssuerUrl::new(settings.issuer)?;
    let metadata = CoreProviderMetadata::discover_async(issuer, async_http_client).await?;
    let (id, secret) = (ClientId::new(settings.id), ClientSecret::new(settings.secret));
    let client = CoreClient::from_provider_metadata(metadata, id, Some(secret)); //~ undeclared_client
    Ok(client.set_redirect_uri(RedirectUrl::new(settings.callback)?))
}
