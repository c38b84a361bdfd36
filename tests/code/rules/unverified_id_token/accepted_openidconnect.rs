use openidconnect::{
    AuthorizationCode, Nonce, PkceCodeVerifier, TokenResponse, core::CoreClient,
    reqwest::async_http_client,
};

pub async fn email(
    client: &CoreClient,
    code: String,
    verifier: PkceCodeVerifier,
    nonce: &Nonce,
) -> anyhow::Result<Option<String>> {
    let request = client.exchange_code(AuthorizationCode::new(code)).set_pkce_verifier(verifier);
    let tokens = request.request_async(async_http_client).await?;
    let token = tokens.id_token().ok_or_else(|| anyhow::anyhow!("no ID token"))?;
    let claims = token.claims(&client.id_token_verifier(), nonce)?;
    Ok(claims.email().map(|email| email.to_string()))
}
