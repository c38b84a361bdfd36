use axum::{extract::State, response::Redirect};
use oauth2::{CsrfToken, PkceCodeChallenge, Scope};
use tower_sessions::Session;

use crate::Auth;

pub async fn login(State(auth): State<Auth>, session: Session) -> Redirect {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state) = auth
        .client
        .authorize_url(CsrfToken::new_random)
        .add_scope(Scope::new("profile".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    let state = session.insert("login.state", state).await;
    let verifier = session.insert("login.verifier", verifier).await;
    if let Err(error) = state.and(verifier) {
        return Redirect::to(&format!("/sorry?why={error}"));
    }
    Redirect::to(url.as_str())
}
