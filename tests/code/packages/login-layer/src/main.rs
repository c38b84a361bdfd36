//@ undeclared: 1
use axum::{Router, error_handling::HandleErrorLayer, response::IntoResponse, routing::get};
use axum_oidc::{
    EmptyAdditionalClaims, OidcAuthLayer, OidcClaims, OidcClient, OidcLoginLayer,
    error::MiddlewareError,
};
use tower::ServiceBuilder;
use tower_sessions::{MemoryStore, SessionManagerLayer};

async fn profile(claims: OidcClaims<EmptyAdditionalClaims>) -> impl IntoResponse {
    format!("hello {}", claims.subject().as_str())
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let client = OidcClient::<EmptyAdditionalClaims>::builder()
        .with_default_http_client()
        .with_redirect_url("https://intranet.example.com/oidc".parse()?)
        .with_client_id("intranet")
        .add_scope("profile")
        .discover("https://sso.example.com/realms/staff".to_string())
        .await?
        .build();
    let auth = ServiceBuilder::new()
        .layer(HandleErrorLayer::new(|error: MiddlewareError| async {
            error.into_response()
        }))
        .layer(OidcAuthLayer::new(client));
    let login = ServiceBuilder::new()
        .layer(HandleErrorLayer::new(|error: MiddlewareError| async {
            error.into_response()
        }))
        .layer(OidcLoginLayer::<EmptyAdditionalClaims>::new());
    let app = Router::new()
        .route("/profile", get(profile))
        .layer(login)
        .layer(auth)
        .layer(SessionManagerLayer::new(MemoryStore::default()));
    let listener = tokio::net::TcpListener::bind("0.0.0.0:3000").await?;
    axum::serve(listener, app).await?;
    Ok(())
}
