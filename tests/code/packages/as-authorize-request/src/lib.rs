//@ undeclared: 0
use actix_web::{HttpResponse, get, http::header, web};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct AuthorizationRequest {
    pub response_type: String,
    pub client_id: String,
    pub redirect_uri: String,
    pub scope: Option<String>,
    pub state: Option<String>,
    pub code_challenge: Option<String>,
    pub code_challenge_method: Option<String>,
}

impl AuthorizationRequest {
    fn refusal(&self) -> Option<&'static str> {
        if self.response_type != "code" {
            return Some("unsupported_response_type");
        }
        match self.code_challenge_method.as_deref() {
            Some("S256") => None,
            Some("plain") | None => Some("invalid_request"),
            Some(_) => Some("invalid_request"),
        }
    }
}

#[get("/authorize")]
pub async fn authorize(request: web::Query<AuthorizationRequest>) -> HttpResponse {
    if let Some(error) = request.refusal() {
        let state = request.state.as_deref().unwrap_or_default();
        let target = format!("{}?error={error}&state={state}", request.redirect_uri);
        return HttpResponse::Found()
            .insert_header((header::LOCATION, target))
            .finish();
    }
    HttpResponse::Ok().body("<form method=post>Allow access?</form>")
}
