use serde_json::Value;

/// A public client: the identifier is known to everyone, and there is no secret.
const CLIENT_ID: &str = "3e7a1b90c4f24d58";

pub async fn redeem(
    http: &reqwest::Client,
    url: &str,
    code: &str,
    verifier: &str,
) -> reqwest::Result<Value> {
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT_ID),
        ("client_secret", ""),
        ("code", code),
        ("code_verifier", verifier),
    ];
    http.post(url).form(&form).send().await?.error_for_status()?.json().await
}
