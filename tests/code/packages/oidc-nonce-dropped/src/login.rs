use axum::response::Redirect;
use openidconnect::{
    CsrfToken, Nonce, PkceCodeChallenge, Scope,
    core::{CoreAuthenticationFlow, CoreClient},
};
use tower_sessions::Session;

pub async fn login(client: &CoreClient, session: &Session) -> anyhow::Result<Redirect> {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state, _nonce) = client //~ unchecked_nonce
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        )
        .add_scope(Scope::new("email".to_string()))
        .set_pkce_challenge(challenge)
        .url();
    session.insert("oidc.state", state).await?;
    session.insert("oidc.verifier", verifier).await?;
    Ok(Redirect::to(url.as_str()))
}
