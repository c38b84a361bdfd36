//@ undeclared: 0
use serde::Deserialize;

#[oauth_flow::oauth_client(
    kind = "m2m",
    grant = "client_credentials",
    auth = "client_secret_basic",
    scope = "inventory:read",
    token_endpoint = "https://auth.example.org/oauth2/token"
)]
pub struct Inventory {
    client_id: String,
    client_secret: String,
}

#[derive(Deserialize)]
pub struct Token {
    pub access_token: String,
    pub expires_in: u64,
}

impl Inventory {
    pub fn new(client_id: String, client_secret: String) -> Self {
        Self {
            client_id,
            client_secret,
        }
    }

    pub async fn token(&self, http: &reqwest::Client) -> reqwest::Result<Token> {
        http.post("https://auth.example.org/oauth2/token")
            .form(&[
                ("grant_type", "client_credentials"),
                ("client_id", self.client_id.as_str()),
                ("client_secret", self.client_secret.as_str()), //~ declared_otherwise
                ("scope", "inventory:read"),
            ])
            .send()
            .await?
            .error_for_status()?
            .json()
            .await
    }
}
