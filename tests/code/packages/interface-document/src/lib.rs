//@ undeclared: 0
use axum::Json;
use serde_json::{Value, json};
use utoipa::openapi::security::{AuthorizationCode, Flow, OAuth2, Scopes, SecurityScheme};

pub fn scheme() -> SecurityScheme {
    SecurityScheme::OAuth2(OAuth2::new([Flow::AuthorizationCode(AuthorizationCode::new(
        "https://id.example.com/realms/shop/protocol/openid-connect/auth",
        "https://id.example.com/realms/shop/protocol/openid-connect/token",
        Scopes::new(),
    ))]))
}

pub async fn metadata() -> Json<Value> {
    Json(json!({
        "issuer": "https://id.example.com/realms/shop",
        "authorization_endpoint": "https://id.example.com/oauth2/authorize",
        "token_endpoint": "https://id.example.com/oauth2/token",
    }))
}
