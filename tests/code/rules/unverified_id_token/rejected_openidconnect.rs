//@ fact: `insecure_disable_signature_check` does not verify the signature of the token
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
    let checks = client.id_token_verifier().insecure_disable_signature_check(); //~ unverified_id_token
    let token = tokens.id_token().ok_or_else(|| anyhow::anyhow!("no ID token"))?;
    let claims = token.claims(&checks, nonce)?;
    Ok(claims.email().map(|email| email.to_string()))
}
