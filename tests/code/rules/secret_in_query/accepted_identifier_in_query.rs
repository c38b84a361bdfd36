use serde_json::Value;

/// Only the identifier is in the URL; the secret is in the header.
pub async fn revoke(
    http: &reqwest::Client,
    id: &str,
    secret: &str,
    token: &str,
) -> reqwest::Result<Value> {
    let url = format!("https://id.example.com/oauth/revoke?client_id={id}");
    let request = http.post(url).basic_auth(id, Some(secret)).form(&[("token", token)]);
    request.send().await?.error_for_status()?.json().await
}
