use openidconnect::{
    Nonce, OAuth2TokenResponse,
    core::{CoreClient, CoreDeviceAuthorizationResponse, CoreIdTokenVerifier, CoreTokenResponse},
    reqwest::Client,
};

pub async fn wait(
    client: &CoreClient,
    http: &Client,
    details: &CoreDeviceAuthorizationResponse,
    verifier: &CoreIdTokenVerifier<'_>,
) -> anyhow::Result<CoreTokenResponse> {
    let request = client.exchange_device_access_token(details)?;
    let tokens = request.request_async(http, tokio::time::sleep, None).await?;
    if let Some(token) = tokens.extra_fields().id_token() {
        token.claims(verifier, |_: Option<&Nonce>| Ok(()))?;
    }
    Ok(tokens)
}
