//@ fact: the client secret is part of a URL
use url::Url;

pub async fn token(
    http: &reqwest::Client,
    server: &str,
    id: &str,
    secret: &str,
) -> anyhow::Result<String> {
    let parameters = [
        ("grant_type", "client_credentials"),
        ("client_id", id),
        ("client_secret", secret), //~ secret_in_query
    ];
    let url = Url::parse_with_params(server, parameters)?;
    Ok(http.post(url).send().await?.error_for_status()?.text().await?)
}
