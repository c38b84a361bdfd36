use serde_json::Value;

/// A name of a namespace, which nobody opens.
const ROLE_CLAIM: &str = "http://schemas.example.com/ws/2008/06/identity/claims/role";

pub async fn token(http: &reqwest::Client, id: &str, secret: &str) -> reqwest::Result<Value> {
    let form = [("grant_type", "client_credentials"), ("claim", ROLE_CLAIM)];
    let request = http.post("https://id.example.com/oauth/token").basic_auth(id, Some(secret));
    request.form(&form).send().await?.error_for_status()?.json().await
}
