use std::collections::HashMap;

use url::Url;

/// Whether an authorization server may answer this request.
pub fn is_supported(url: &Url) -> bool {
    let query: HashMap<_, _> = url.query_pairs().collect();
    let is = |name: &str, value: &str| query.get(name).is_some_and(|it| it == value);
    is("response_type", "code") || is("response_type", "none")
}
