//@ undeclared: 1
use openidconnect::{
    AuthorizationCode, Nonce, OAuth2TokenResponse, PkceCodeVerifier, TokenResponse,
    core::{CoreClient, CoreIdTokenClaims},
    reqwest::async_http_client,
};

pub struct Member {
    pub subject: String,
    pub email: Option<String>,
}

impl From<&CoreIdTokenClaims> for Member {
    fn from(claims: &CoreIdTokenClaims) -> Self {
        Self {
            subject: claims.subject().to_string(),
            email: claims.email().map(|email| email.to_string()),
        }
    }
}

pub async fn member(
    client: &CoreClient,
    code: String,
    verifier: PkceCodeVerifier,
    nonce: &Nonce,
) -> anyhow::Result<Member> {
    let tokens = client
        .exchange_code(AuthorizationCode::new(code))
        .set_pkce_verifier(verifier)
        .request_async(async_http_client)
        .await?;
    let checks = client
        .id_token_verifier()
        .insecure_disable_signature_check(); //~ unverified_id_token
    let token = tokens
        .id_token()
        .ok_or_else(|| anyhow::anyhow!("the server sent no ID token"))?;
    let claims = token.claims(&checks, nonce)?;
    tracing_scopes(tokens.scopes().map_or(0, |scopes| scopes.len()));
    Ok(Member::from(claims))
}

fn tracing_scopes(count: usize) {
    eprintln!("granted scopes: {count}");
}
