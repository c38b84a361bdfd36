//@ undeclared: 0
use axum::{Json, Router, extract::State, routing::get};
use serde_json::{Value, json};

#[derive(Clone)]
struct Server {
    issuer: String,
}

async fn metadata(State(server): State<Server>) -> Json<Value> {
    let issuer = &server.issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"],
    }))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let server = Server {
        issuer: std::env::var("ISSUER").unwrap_or_default(),
    };
    let app = Router::new()
        .route("/.well-known/oauth-authorization-server", get(metadata))
        .with_state(server);
    let listener = tokio::net::TcpListener::bind("0.0.0.0:9000").await?;
    axum::serve(listener, app).await
}
