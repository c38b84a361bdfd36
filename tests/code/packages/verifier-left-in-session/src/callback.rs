use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Redirect,
};
use oauth2::{AuthorizationCode, CsrfToken, TokenResponse};
use tower_sessions::Session;

use crate::Auth;

#[derive(serde::Deserialize)]
pub struct Answer {
    code: AuthorizationCode,
    state: CsrfToken,
}

pub async fn callback(
    State(auth): State<Auth>,
    session: Session,
    Query(answer): Query<Answer>,
) -> Result<Redirect, StatusCode> {
    let Ok(Some(state)) = session.remove::<CsrfToken>("login.state").await else {
        return Err(StatusCode::BAD_REQUEST);
    };
    if state.secret() != answer.state.secret() {
        return Err(StatusCode::FORBIDDEN);
    }
    let tokens = auth
        .client
        .exchange_code(answer.code) //~ dropped_verifier
        .request_async(&auth.http)
        .await
        .map_err(|_| StatusCode::BAD_GATEWAY)?;
    session
        .insert("token", tokens.access_token())
        .await
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(Redirect::to("/"))
}
