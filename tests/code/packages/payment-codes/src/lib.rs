//@ undeclared: 0
use axum::{Json, extract::Path};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub struct Capture {
    pub authorization_code: String,
    pub amount: u64,
    pub client_reference: String,
}

#[derive(Serialize)]
pub struct Captured {
    pub status: &'static str,
    pub response_type: &'static str,
    pub authorization_code: String,
}

pub async fn capture(Path(terminal): Path<String>, Json(capture): Json<Capture>) -> Json<Captured> {
    let status = if capture.amount == 0 || terminal.is_empty() {
        "declined"
    } else {
        "captured"
    };
    let authorization_code = capture.authorization_code;
    Json(Captured {
        status,
        response_type: "receipt",
        authorization_code,
    })
}

pub fn describe(kind: &str) -> &'static str {
    match kind {
        "authorization_code" => "six digits of the issuer of the card",
        "refresh_token" => "a new token of the terminal",
        "password" => "the supervisor types a password",
        _ => "unknown",
    }
}
