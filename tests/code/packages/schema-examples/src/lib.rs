//@ undeclared: 0
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

#[derive(Deserialize, Serialize, ToSchema)]
pub struct Integration {
    #[schema(example = "https://login.example.com/oauth2/token")]
    pub url: String,
    #[schema(example = "grant_type=client_credentials&client_id=abc&client_secret=s3cr3t")]
    pub body: String,
    #[schema(example = "https://login.example.com/authorize?response_type=code&client_id=abc")]
    pub link: Option<String>,
}

#[utoipa::path(
    post,
    path = "/integrations",
    request_body(content = Integration, example = json!({
        "url": "https://login.example.com/oauth2/token",
        "body": "grant_type=password&username=a&password=b",
    })),
    responses((status = 201, body = Integration))
)]
pub async fn create(Json(integration): Json<Integration>) -> Json<Integration> {
    Json(integration)
}

#[derive(OpenApi)]
#[openapi(paths(create), components(schemas(Integration)))]
pub struct Description;
