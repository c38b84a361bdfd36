use oauth_flow::oauth_client;
use serde_json::Value;

#[oauth_client(kind = "m2m", grant = "client_credentials", auth = "client_secret_post")]
pub struct Parcel {
    pub client_id: String,
    pub client_secret: String,
    pub token_endpoint: String,
}

impl Parcel {
    pub async fn token(&self, http: &reqwest::Client) -> reqwest::Result<Value> {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", self.client_id.as_str()),
            ("client_secret", self.client_secret.as_str()),
        ];
        http.post(&self.token_endpoint).form(&form).send().await?.json().await
    }

    /// The labels come from a printer with a password of its own.
    pub async fn label(&self, http: &reqwest::Client, pin: &str) -> reqwest::Result<String> {
        let request =
            http.post("https://printer.example.com/labels").basic_auth("clerk", Some(pin));
        request.form(&[("scope", "today")]).send().await?.text().await
    }
}
