//@ undeclared: 0
use argon2::{Argon2, PasswordHash, PasswordVerifier};
use axum::{Form, http::StatusCode, response::Redirect};
use serde::Deserialize;
use tower_sessions::Session;

#[derive(Deserialize)]
pub struct Login {
    username: String,
    password: String,
    state: Option<String>,
}

fn is_right(password: &str, hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else {
        return false;
    };
    Argon2::default()
        .verify_password(password.as_bytes(), &hash)
        .is_ok()
}

fn hash_of(username: &str) -> Option<String> {
    std::fs::read_to_string(format!("/var/lib/door/{username}.hash")).ok()
}

pub async fn login(
    session: Session,
    Form(login): Form<Login>,
) -> Result<Redirect, (StatusCode, &'static str)> {
    let hash = hash_of(&login.username).unwrap_or_default();
    if !is_right(&login.password, hash.trim()) {
        return Err((StatusCode::UNAUTHORIZED, "the password is wrong"));
    }
    let stored = session.insert("user", &login.username).await;
    stored.map_err(|_| (StatusCode::INTERNAL_SERVER_ERROR, "no session"))?;
    Ok(Redirect::to(login.state.as_deref().unwrap_or("/")))
}
