//@ fact: the endpoint `http://host.docker.internal/oauth/token` is reached without TLS
use serde_json::Value;
use url::Url;

pub async fn token(http: &reqwest::Client, id: &str, secret: &str) -> anyhow::Result<Value> {
    let url = match std::env::var("TOKEN_URL") {
        Ok(url) => Url::parse(&url)?,
        Err(_) => Url::parse("http://host.docker.internal/oauth/token")?, //~ plain_http_endpoint
    };
    let form = [("grant_type", "client_credentials"), ("scope", "builds")];
    let request = http.post(url).basic_auth(id, Some(secret)).form(&form);
    Ok(request.send().await?.error_for_status()?.json().await?)
}
