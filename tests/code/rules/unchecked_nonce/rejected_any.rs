//@ fact: this accepts an ID token with any nonce
use openidconnect::{
    AuthorizationCode, Nonce, PkceCodeVerifier, TokenResponse,
    core::{CoreClient, CoreIdTokenClaims},
    reqwest::async_http_client,
};

pub async fn claims(
    client: &CoreClient,
    code: String,
    verifier: PkceCodeVerifier,
) -> anyhow::Result<CoreIdTokenClaims> {
    let request = client.exchange_code(AuthorizationCode::new(code)).set_pkce_verifier(verifier);
    let tokens = request.request_async(async_http_client).await?;
    let token = tokens.id_token().ok_or_else(|| anyhow::anyhow!("no ID token"))?;
    let claims = token.claims(&client.id_token_verifier(), |_: Option<&Nonce>| Ok(()))?; //~ unchecked_nonce
    Ok(claims.clone())
}
