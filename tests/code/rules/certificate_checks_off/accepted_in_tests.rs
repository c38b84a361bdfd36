use reqwest::Client;
use serde_json::Value;

pub async fn token(http: &Client, url: &str, id: &str, secret: &str) -> reqwest::Result<Value> {
    let form = [("grant_type", "client_credentials")];
    http.post(url).basic_auth(id, Some(secret)).form(&form).send().await?.json().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_server_beside_the_tests_gives_a_token() {
        let http = Client::builder().danger_accept_invalid_certs(true).build().unwrap();
        let url = "https://localhost:8443/oauth/token";
        assert!(token(&http, url, "test", "test").await.unwrap().is_object());
    }
}
