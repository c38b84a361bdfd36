use std::collections::HashMap;

use axum::{Form, http::StatusCode};

pub struct Issued(pub String);

pub async fn token(Form(form): Form<HashMap<String, String>>) -> Result<Issued, StatusCode> {
    let field = |name: &str| form.get(name).ok_or(StatusCode::BAD_REQUEST);
    match field("grant_type")?.as_str() {
        "authorization_code" => {
            let (code, verifier) = (field("code")?, field("code_verifier")?);
            Ok(Issued(format!("{}.{}", code.len(), verifier.len())))
        }
        "client_credentials" => Ok(Issued(field("client_id")?.clone())),
        "refresh_token" => Ok(Issued(field("refresh_token")?.clone())),
        _ => Err(StatusCode::BAD_REQUEST),
    }
}

pub fn may_redirect(query: &HashMap<String, String>) -> bool {
    query.get("response_type").is_some_and(|it| it == "code")
        && query.get("code_challenge_method").is_some_and(|it| it == "S256")
}
