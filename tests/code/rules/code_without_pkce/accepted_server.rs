use std::collections::HashMap;

use url::Url;

/// Whether an authorization server may answer this request.
pub fn is_supported(url: &Url) -> bool {
    let query: HashMap<_, _> = url.query_pairs().collect();
    match query.get("response_type").map(AsRef::as_ref) {
        Some("code") => query.contains_key("code_challenge"),
        Some(other) => other == "none",
        None => false,
    }
}
