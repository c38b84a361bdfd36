use openidconnect::{
    ClientId, IssuerUrl, RedirectUrl,
    core::{CoreClient, CoreProviderMetadata},
    reqwest::async_http_client,
};

pub async fn client(id: String, port: u16) -> anyhow::Result<CoreClient> {
    let issuer = IssuerUrl::new("https://sso.example.org/realms/tools".to_owned())?;
    let metadata = CoreProviderMetadata::discover_async(issuer, async_http_client).await?;
    let client = CoreClient::from_provider_metadata(metadata, ClientId::new(id), None);
    Ok(client.set_redirect_uri(RedirectUrl::new(format!("http://127.0.0.1:{port}/"))?))
}
