use axum::response::Redirect;
use oauth2::{
    AccessToken, AuthorizationCode, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, Scope,
    TokenResponse,
};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

use crate::GitLab;

#[derive(Serialize, Deserialize)]
pub struct Pending {
    state: CsrfToken,
    verifier: PkceCodeVerifier,
}

pub async fn sign_in(gitlab: &GitLab, session: Session) -> anyhow::Result<Redirect> {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state) = gitlab
        .authorize_url(CsrfToken::new_random)
        .add_scope(Scope::new("read_user".into()))
        .set_pkce_challenge(challenge)
        .url();
    session
        .insert("pending", Pending { state, verifier })
        .await?;
    Ok(Redirect::to(url.as_str()))
}

pub async fn grant_repository_access(gitlab: &GitLab) -> Redirect {
    let (url, _) = gitlab //~ unchecked_state
        .authorize_url(CsrfToken::new_random) //~ code_without_pkce
        .add_scope(Scope::new("read_repository".into()))
        .url();
    Redirect::to(url.as_str())
}

pub async fn finish(
    gitlab: &GitLab,
    http: &oauth2::reqwest::Client,
    session: Session,
    code: String,
    state: String,
) -> anyhow::Result<AccessToken> {
    let pending: Pending = session
        .remove("pending")
        .await?
        .ok_or_else(|| anyhow::anyhow!("no login is pending"))?;
    anyhow::ensure!(pending.state.secret() == &state, "state differs");
    let tokens = gitlab
        .exchange_code(AuthorizationCode::new(code))
        .set_pkce_verifier(pending.verifier)
        .request_async(http)
        .await?;
    Ok(tokens.access_token().clone())
}
