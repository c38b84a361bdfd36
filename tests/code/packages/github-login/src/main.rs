//@ undeclared: 1
use std::sync::Arc;

use axum::{
    Router,
    extract::{Query, State},
    response::Redirect,
    routing::get,
};
use oauth2::{
    AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, RedirectUrl, Scope,
    TokenResponse, TokenUrl, basic::BasicClient, reqwest::async_http_client,
};
use serde::Deserialize;

struct App {
    oauth: BasicClient,
}

#[derive(Deserialize)]
struct Callback {
    code: String,
}

fn client() -> anyhow::Result<BasicClient> {
    Ok(BasicClient::new(
        ClientId::new(std::env::var("GITHUB_CLIENT_ID")?),
        Some(ClientSecret::new(std::env::var("GITHUB_CLIENT_SECRET")?)),
        AuthUrl::new("https://github.com/login/oauth/authorize".to_string())?,
        Some(TokenUrl::new(
            "https://github.com/login/oauth/access_token".to_string(),
        )?),
    )
    .set_redirect_uri(RedirectUrl::new(
        "https://board.example.com/auth/github".to_string(),
    )?))
}

async fn login(State(app): State<Arc<App>>) -> Redirect {
    let (auth_url, _csrf) = app //~ unchecked_state
        .oauth
        .authorize_url(CsrfToken::new_random) //~ code_without_pkce
        .add_scope(Scope::new("read:user".to_string()))
        .add_scope(Scope::new("user:email".to_string()))
        .url();
    Redirect::to(auth_url.as_str())
}

async fn callback(State(app): State<Arc<App>>, Query(query): Query<Callback>) -> String {
    let token = app
        .oauth
        .exchange_code(AuthorizationCode::new(query.code))
        .request_async(async_http_client)
        .await;
    match token {
        Ok(token) => format!("signed in, {} scopes", token.scopes().map_or(0, Vec::len)),
        Err(error) => format!("sign-in failed: {error}"),
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let app = Arc::new(App { oauth: client()? });
    let router = Router::new()
        .route("/login", get(login))
        .route("/auth/github", get(callback))
        .with_state(app);
    let listener = tokio::net::TcpListener::bind("0.0.0.0:8080").await?;
    axum::serve(listener, router).await?;
    Ok(())
}
