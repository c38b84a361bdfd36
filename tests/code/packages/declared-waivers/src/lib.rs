//@ undeclared: 0
use oauth_flow::oauth_client;
use serde::Deserialize;

#[oauth_client(
    kind = "m2m",
    grant = "client_credentials",
    allow(
        followed_redirects,
        reason = "the load balancer of the vendor answers with 308"
    ),
    allow(secret_in_query, reason = "the vendor reads the query alone"),
    allow(declared_otherwise, reason = "a query is no method of RFC 7591")
)]
pub struct Weather {
    pub client_id: String,
    pub client_secret: String,
    pub token_endpoint: String,
}

#[derive(Deserialize)]
pub struct Token {
    pub access_token: String,
}

impl Weather {
    pub async fn token(&self) -> reqwest::Result<Token> {
        reqwest::Client::new()
            .post(&self.token_endpoint)
            .query(&[
                ("grant_type", "client_credentials"),
                ("client_id", &self.client_id),
                ("client_secret", &self.client_secret),
            ])
            .send()
            .await?
            .json()
            .await
    }
}
