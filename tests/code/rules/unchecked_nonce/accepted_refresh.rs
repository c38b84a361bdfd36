use openidconnect::{
    Nonce, RefreshToken, TokenResponse, core::CoreClient, reqwest::async_http_client,
};

/// The ID token of a refresh has no nonce (OpenID Connect Core section 12.2).
pub async fn renew(client: &CoreClient, token: &RefreshToken) -> anyhow::Result<String> {
    let tokens = client.exchange_refresh_token(token).request_async(async_http_client).await?;
    let id_token = tokens.id_token().ok_or_else(|| anyhow::anyhow!("no ID token"))?;
    let claims = id_token.claims(&client.id_token_verifier(), |_: Option<&Nonce>| Ok(()))?;
    Ok(claims.subject().to_string())
}
