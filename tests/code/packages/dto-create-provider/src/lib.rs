//@ undeclared: 0
use actix_web::{HttpResponse, post, put, web};
use serde::{Deserialize, Serialize};
use url::Url;

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct CreateOAuthProvider {
    pub display_name: String,
    pub issuer: Url,
    pub authorization_endpoint: Url,
    pub token_endpoint: Url,
    pub userinfo_endpoint: Url,
    pub client_id: String,
    pub client_secret: String,
    pub scopes: String,
    pub enabled: Option<bool>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct EditOAuthProvider {
    pub id: i32,
    pub display_name: Option<String>,
    pub authorization_endpoint: Option<Url>,
    pub token_endpoint: Option<Url>,
    pub client_secret: Option<String>,
    pub enabled: Option<bool>,
}

pub trait Store {
    fn create(&self, provider: &CreateOAuthProvider) -> i32;
    fn edit(&self, provider: &EditOAuthProvider) -> bool;
}

#[post("/oauth_provider")]
pub async fn create(
    store: web::Data<dyn Store + Send + Sync>,
    body: web::Json<CreateOAuthProvider>,
) -> HttpResponse {
    HttpResponse::Created().json(store.create(&body))
}

#[put("/oauth_provider")]
pub async fn edit(
    store: web::Data<dyn Store + Send + Sync>,
    body: web::Json<EditOAuthProvider>,
) -> HttpResponse {
    if store.edit(&body) {
        HttpResponse::NoContent()
    } else {
        HttpResponse::NotFound()
    }
    .finish()
}
