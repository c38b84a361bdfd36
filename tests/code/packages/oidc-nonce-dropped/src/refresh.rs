use openidconnect::{
    Nonce, OAuth2TokenResponse, RefreshToken, TokenResponse,
    core::{CoreClient, CoreIdTokenClaims},
    reqwest::async_http_client,
};

pub async fn renew(
    client: &CoreClient,
    refresh_token: &RefreshToken,
) -> anyhow::Result<(Option<RefreshToken>, Option<CoreIdTokenClaims>)> {
    let tokens = client
        .exchange_refresh_token(refresh_token)
        .request_async(async_http_client)
        .await?;
    let verifier = client.id_token_verifier();
    let claims = match tokens.id_token() {
        Some(token) => Some(token.claims(&verifier, |_: Option<&Nonce>| Ok(()))?.clone()),
        None => None,
    };
    Ok((tokens.refresh_token().cloned(), claims))
}
