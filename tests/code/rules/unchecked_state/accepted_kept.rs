use axum::response::Redirect;
use oauth2::{CsrfToken, PkceCodeChallenge, basic::BasicClient};
use tower_sessions::Session;

pub async fn login(client: &BasicClient, session: &Session) -> anyhow::Result<Redirect> {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, csrf) =
        client.authorize_url(CsrfToken::new_random).set_pkce_challenge(challenge).url();
    session.insert("csrf", csrf.secret()).await?;
    session.insert("verifier", verifier).await?;
    Ok(Redirect::to(url.as_str()))
}
