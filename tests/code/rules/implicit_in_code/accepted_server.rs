use serde_json::{Value, json};

pub fn metadata(issuer: &str) -> Value {
    json!({
        "issuer": issuer,
        "response_types_supported": ["code", "token", "id_token token"],
        "subject_types_supported": ["public"],
    })
}

/// Whether an authorization server answers this request in a fragment.
pub fn in_fragment(response_type: &str) -> bool {
    match response_type {
        "token" | "id_token token" => true,
        other => other.split(' ').any(|it| it == "token"),
    }
}
