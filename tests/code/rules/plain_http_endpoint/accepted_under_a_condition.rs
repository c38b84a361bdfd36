pub async fn token(http: &reqwest::Client, id: &str, secret: &str) -> reqwest::Result<String> {
    #[cfg(not(feature = "mock"))]
    let endpoint = "https://id.example.com/oauth2/token";
    #[cfg(feature = "mock")]
    let endpoint = "http://mock.example.com/oauth2/token";
    let form = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
    http.post(endpoint).form(&form).send().await?.text().await
}
