//@ fact: `Client::new` makes an HTTP client that follows redirects, and it asks for tokens
use oauth2::{
    AuthorizationCode, EndpointNotSet, EndpointSet, PkceCodeVerifier,
    basic::{BasicClient, BasicTokenResponse},
    reqwest,
};

type Login =
    BasicClient<EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

pub async fn redeem(
    client: &Login,
    code: AuthorizationCode,
    verifier: PkceCodeVerifier,
) -> anyhow::Result<BasicTokenResponse> {
    let token = client
        .exchange_code(code)
        .set_pkce_verifier(verifier)
        .request_async(&reqwest::Client::new()) //~ followed_redirects
        .await?;
    Ok(token)
}
