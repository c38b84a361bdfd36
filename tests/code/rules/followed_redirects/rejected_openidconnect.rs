//@ fact: `ClientBuilder::new` makes an HTTP client that follows redirects, and it asks for tokens
use std::time::Duration;

use openidconnect::{
    AuthorizationCode, EndpointMaybeSet, EndpointNotSet, EndpointSet, PkceCodeVerifier,
    core::{CoreClient, CoreTokenResponse},
    reqwest::ClientBuilder,
};

type Sso = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

pub async fn redeem(
    client: &Sso,
    code: AuthorizationCode,
    verifier: PkceCodeVerifier,
) -> anyhow::Result<CoreTokenResponse> {
    let http = ClientBuilder::new().timeout(Duration::from_secs(10)).build()?; //~ followed_redirects
    let request = client.exchange_code(code)?.set_pkce_verifier(verifier);
    Ok(request.request_async(&http).await?)
}
