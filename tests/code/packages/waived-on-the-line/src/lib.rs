//@ undeclared: 1
use axum::response::Redirect;
use oauth2::{
    AuthorizationCode, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, Scope, TokenResponse,
    basic::BasicClient, reqwest::async_http_client,
};
use tower_sessions::Session;

pub async fn login(client: &BasicClient, session: &Session) -> anyhow::Result<Redirect> {
    let (url, state) = client
        // oauth-flow: allow(code_without_pkce, reason = "the server of 2019 rejects the parameter")
        .authorize_url(CsrfToken::new_random)
        .add_scope(Scope::new("tickets".to_string()))
        .url();
    session.insert("state", state).await?;
    Ok(Redirect::to(url.as_str()))
}

pub async fn kiosk(client: &BasicClient, session: &Session) -> anyhow::Result<Redirect> {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let request = client
        .authorize_url(CsrfToken::new_random)
        .set_pkce_challenge(challenge);
    let (url, _) = request.url(); // oauth-flow: allow(unchecked_state, reason = "PKCE binds the kiosk")
    session.insert("verifier", verifier).await?;
    Ok(Redirect::to(url.as_str()))
}

pub async fn finish(
    client: &BasicClient,
    session: &Session,
    code: String,
) -> anyhow::Result<String> {
    let request = client.exchange_code(AuthorizationCode::new(code));
    let request = match session.remove::<PkceCodeVerifier>("verifier").await? {
        Some(verifier) => request.set_pkce_verifier(verifier),
        None => request,
    };
    let tokens = request.request_async(async_http_client).await?;
    Ok(tokens.access_token().secret().clone())
}
