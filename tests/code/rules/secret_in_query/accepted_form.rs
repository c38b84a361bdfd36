use serde_json::Value;

pub async fn token(
    http: &reqwest::Client,
    url: &str,
    id: &str,
    secret: &str,
) -> reqwest::Result<Value> {
    let form = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
    http.post(url).query(&[("api-version", "2")]).form(&form).send().await?.json().await
}
