use serde_json::Value;

/// The host is one of the developer, or one that the scheme is `https` of.
pub async fn token(
    http: &reqwest::Client,
    host: &str,
    id: &str,
    secret: &str,
) -> reqwest::Result<Value> {
    let local = host.starts_with("localhost");
    let url = match local {
        true => format!("http://{host}/oauth/token"),
        false => format!("https://{host}/oauth/token"),
    };
    let form = [("grant_type", "client_credentials")];
    http.post(url).basic_auth(id, Some(secret)).form(&form).send().await?.json().await
}
