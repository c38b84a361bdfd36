use openidconnect::{
    AccessToken, ClientId, SubjectIdentifier,
    core::{CoreClient, CoreProviderMetadata, CoreUserInfoClaims},
    reqwest::async_http_client,
};

pub fn client(metadata: CoreProviderMetadata, id: ClientId) -> CoreClient {
    CoreClient::from_provider_metadata(metadata, id, None)
}

/// The claims come from the server itself, over TLS, for the subject of the verified ID token.
pub async fn profile(
    client: &CoreClient,
    token: AccessToken,
    subject: SubjectIdentifier,
) -> anyhow::Result<CoreUserInfoClaims> {
    let request = client.user_info(token, Some(subject))?;
    let claims = request.require_signed_response(false).request_async(async_http_client).await?;
    Ok(claims)
}
