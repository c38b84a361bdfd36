//@ undeclared: 0
use std::collections::HashMap;

use axum::{Form, Json, Router, http::StatusCode, routing::post};
use serde_json::{Value, json};

type Answer = (StatusCode, Json<Value>);

fn error(code: &str) -> Answer {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": code })))
}

fn redeem(form: &HashMap<String, String>) -> Answer {
    let (Some(code), Some(verifier)) = (form.get("code"), form.get("code_verifier")) else {
        return error("invalid_request");
    };
    if code.len() != 43 || verifier.len() < 43 {
        return error("invalid_grant");
    }
    (
        StatusCode::OK,
        Json(json!({ "access_token": code, "token_type": "Bearer" })),
    )
}

async fn token(Form(form): Form<HashMap<String, String>>) -> Answer {
    match form.get("grant_type").map(String::as_str) {
        Some("authorization_code") => redeem(&form),
        Some("refresh_token") if form.contains_key("refresh_token") => (
            StatusCode::OK,
            Json(json!({ "access_token": "rotated", "token_type": "Bearer" })),
        ),
        Some("client_credentials") => error("unauthorized_client"),
        Some("password") => error("unsupported_grant_type"),
        Some(_) => error("unsupported_grant_type"),
        None => error("invalid_request"),
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new().route("/token", post(token));
    let listener = tokio::net::TcpListener::bind("0.0.0.0:9000").await?;
    axum::serve(listener, app).await
}
