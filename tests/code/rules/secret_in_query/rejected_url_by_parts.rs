//@ fact: the client secret is part of a URL
use serde_json::Value;

pub async fn token(
    http: &reqwest::Client,
    server: &str,
    id: &str,
    secret: &str,
) -> reqwest::Result<Value> {
    let url = format!(
        "{server}/token?client_id={id}&client_secret={secret}&grant_type=client_credentials", //~ secret_in_query
    );
    http.post(url).send().await?.error_for_status()?.json().await
}
