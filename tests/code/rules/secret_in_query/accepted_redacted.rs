use serde_json::Value;

fn redacted(body: &str) -> String {
    match body.split_once("client_secret=") {
        Some((before, _)) => format!("{before}client_secret=***"),
        None => body.to_owned(),
    }
}

pub async fn token(http: &reqwest::Client, url: &str, body: String) -> reqwest::Result<Value> {
    tracing::debug!(body = redacted(&body), "grant_type=client_credentials");
    let request = http.post(url).header("Content-Type", "application/x-www-form-urlencoded");
    request.body(body).send().await?.json().await
}
