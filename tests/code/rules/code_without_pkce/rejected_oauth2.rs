//@ fact: the authorization request carries no code challenge
use axum::response::Redirect;
use oauth2::{CsrfToken, Scope, basic::BasicClient};
use tower_sessions::Session;

pub async fn login(client: &BasicClient, session: &Session) -> anyhow::Result<Redirect> {
    let (url, state) = client
        .authorize_url(CsrfToken::new_random) //~ code_without_pkce
        .add_scope(Scope::new("read:user".to_string()))
        .url();
    session.insert("state", state).await?;
    Ok(Redirect::to(url.as_str()))
}
