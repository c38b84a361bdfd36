use std::collections::HashMap;

#[derive(Debug, PartialEq)]
pub enum Method {
    Plain,
    S256,
}

/// The method of a request that an authorization server gets (RFC 7636 section 4.3).
pub fn method(query: &HashMap<String, String>) -> Option<Method> {
    match query.get("code_challenge_method").map(String::as_str) {
        Some("S256") => Some(Method::S256),
        Some("plain") | None => Some(Method::Plain),
        Some(_) => None,
    }
}
