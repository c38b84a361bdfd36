//@ undeclared: 0
use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::{StatusCode, header::AUTHORIZATION},
    middleware::{Next, from_fn_with_state},
    response::Response,
    routing::get,
};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::JwkSet};
use serde::Deserialize;

#[derive(Deserialize)]
struct Claims {
    client_id: String,
    scope: String,
}

struct Verifier {
    keys: JwkSet,
    issuer: String,
    audience: String,
}

impl Verifier {
    fn claims(&self, token: &str) -> Option<Claims> {
        let kid = decode_header(token).ok()?.kid?;
        let key = DecodingKey::from_jwk(self.keys.find(&kid)?).ok()?;
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        Some(decode(token, &key, &validation).ok()?.claims)
    }
}

async fn guard(
    State(verifier): State<Arc<Verifier>>,
    request: Request,
    next: Next,
) -> Result<Response, StatusCode> {
    let header = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let token = header.and_then(|value| value.strip_prefix("Bearer "));
    let claims = token
        .and_then(|token| verifier.claims(token))
        .ok_or(StatusCode::UNAUTHORIZED)?;
    if claims.scope.split(' ').all(|scope| scope != "orders:read") || claims.client_id.is_empty() {
        return Err(StatusCode::FORBIDDEN);
    }
    Ok(next.run(request).await)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let verifier = Arc::new(Verifier {
        keys: serde_json::from_str(&std::fs::read_to_string("keys.json")?)?,
        issuer: "https://id.example.com/".to_owned(),
        audience: "https://orders.example.com".to_owned(),
    });
    let app = Router::new()
        .route("/orders", get(|| async { "[]" }))
        .layer(from_fn_with_state(verifier, guard));
    axum::serve(tokio::net::TcpListener::bind("0.0.0.0:80").await?, app).await?;
    Ok(())
}
