//@ undeclared: 0
use oauth_flow::oauth_client;
use serde::Deserialize;

#[oauth_client(
    kind = "trusted",
    grant = "password",
    auth = "client_secret_basic",
    token_endpoint = "https://tills.example.com/oauth/token",
    allow(
        password_grant,
        reason = "the tills have no browser",
        until = "2027-06-30"
    )
)]
pub struct Till {
    pub client_id: String,
    pub client_secret: String,
}

#[derive(Deserialize)]
pub struct Shift {
    pub access_token: String,
    pub expires_in: u64,
}

impl Till {
    pub async fn open_shift(
        &self,
        http: &reqwest::Client,
        cashier: &str,
        pin: &str,
    ) -> reqwest::Result<Shift> {
        let form = [
            ("grant_type", "password"), //~ password_in_code
            ("username", cashier),
            ("password", pin),
        ];
        http.post("https://tills.example.com/oauth/token")
            .basic_auth(&self.client_id, Some(&self.client_secret))
            .form(&form)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await
    }
}
