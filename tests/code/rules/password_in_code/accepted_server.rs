use std::collections::HashMap;

pub enum Answer {
    Token(String),
    UnsupportedGrant,
    InvalidRequest,
}

/// An authorization server that has no password grant any more.
pub fn token(form: &HashMap<String, String>) -> Answer {
    match form.get("grant_type").map(String::as_str) {
        Some("client_credentials") => Answer::Token(form.len().to_string()),
        Some("password") => {
            tracing::warn!("a client still sends grant_type=password");
            Answer::UnsupportedGrant
        }
        Some(_) => Answer::UnsupportedGrant,
        None => Answer::InvalidRequest,
    }
}
