//@ fact: the endpoint `http://sso.internal:9000/o/wiki/` is reached without TLS
use openidconnect::{
    ClientId, IssuerUrl,
    core::{CoreClient, CoreProviderMetadata},
    reqwest::async_http_client,
};

const ISSUER: &str = "http://sso.internal:9000/o/wiki/"; //~ plain_http_endpoint

pub async fn client(id: String) -> anyhow::Result<CoreClient> {
    let issuer = IssuerUrl::new(ISSUER.to_owned())?;
    let metadata = CoreProviderMetadata::discover_async(issuer, async_http_client).await?;
    Ok(CoreClient::from_provider_metadata(metadata, ClientId::new(id), None))
}
