//@ undeclared: 0
use url::Url;

/// What the authorization endpoint answers to a request that it does not take.
pub fn refusal(request: &Url) -> Option<&'static str> {
    let is = |name: &str, value: &str| {
        request.query_pairs().any(|(key, found)| key == name && found == value)
    };
    let has = |name: &str| request.query_pairs().any(|(key, _)| key == name);
    if !is("response_type", "code") {
        return Some("unsupported_response_type");
    }
    if is("code_challenge_method", "plain") || !has("code_challenge") {
        return Some("invalid_request");
    }
    if !has("state") && is("prompt", "none") {
        return Some("login_required");
    }
    None
}
