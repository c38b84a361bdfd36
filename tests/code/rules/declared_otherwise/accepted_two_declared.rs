use oauth_flow::oauth_client;

#[oauth_client(kind = "m2m", grant = "client_credentials", auth = "client_secret_basic")]
pub struct Hot {
    pub id: String,
    pub secret: String,
}

#[oauth_client(kind = "m2m", grant = "client_credentials", auth = "client_secret_post")]
pub struct Cold {
    pub id: String,
    pub secret: String,
}

pub async fn token(
    http: &reqwest::Client,
    url: &str,
    id: &str,
    secret: &str,
) -> reqwest::Result<String> {
    let form = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
    http.post(url).form(&form).send().await?.error_for_status()?.text().await
}
