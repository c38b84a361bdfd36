use openidconnect::{
    AuthorizationCode, EndpointMaybeSet, EndpointNotSet, EndpointSet, PkceCodeVerifier,
    core::{CoreClient, CoreTokenResponse},
    reqwest,
};

type Sso = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What the client of the caller does cannot be told from here.
pub async fn redeem(
    client: &Sso,
    http: &reqwest::Client,
    code: AuthorizationCode,
    verifier: PkceCodeVerifier,
) -> anyhow::Result<CoreTokenResponse> {
    let request = client.exchange_code(code)?.set_pkce_verifier(verifier);
    Ok(request.request_async(http).await?)
}
