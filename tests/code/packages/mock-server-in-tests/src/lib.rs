//@ undeclared: 0
use serde::Deserialize;

#[derive(Debug, Deserialize, PartialEq)]
pub struct Claims {
    pub sub: String,
    pub scope: Vec<String>,
}

impl Claims {
    pub fn allows(&self, scope: &str) -> bool {
        self.scope.iter().any(|granted| granted == scope)
    }
}

#[cfg(test)]
mod tests {
    use wiremock::{
        Mock, MockServer, ResponseTemplate,
        matchers::{body_string_contains, method, path},
    };

    use super::*;

    #[tokio::test]
    async fn a_token_carries_its_scopes() {
        let server = MockServer::start().await;
        let claims = serde_json::json!({ "sub": "job", "scope": ["read"] });
        Mock::given(method("POST"))
            .and(path("/oauth/token"))
            .and(body_string_contains("grant_type=client_credentials"))
            .respond_with(ResponseTemplate::new(200).set_body_json(claims))
            .mount(&server)
            .await;
        let form = [
            ("grant_type", "client_credentials"),
            ("client_secret", "mock-secret"),
        ];
        let url = format!("{}/oauth/token", server.uri());
        let response = reqwest::Client::new()
            .post(url)
            .form(&form)
            .send()
            .await
            .unwrap();
        let claims: Claims = response.json().await.unwrap();
        assert!(claims.allows("read"));
    }
}
