use axum::response::Redirect;
use oauth2::{CsrfToken, PkceCodeChallenge, basic::BasicClient};
use tower_sessions::Session;

pub async fn login(client: &BasicClient, session: &Session) -> anyhow::Result<Redirect> {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let request = client.authorize_url(CsrfToken::new_random).set_pkce_challenge(challenge);
    let started = request.url();
    session.insert("state", started.1).await?;
    session.insert("verifier", verifier).await?;
    Ok(Redirect::to(started.0.as_str()))
}
