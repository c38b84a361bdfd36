use oauth_flow::oauth_client;
use serde_json::Value;

#[oauth_client(
    kind = "m2m",
    grant("client_credentials", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
    auth = "client_secret_basic"
)]
pub struct Registration {
    pub client_id: String,
    pub client_secret: String,
}

pub struct Archive {
    registration: Registration,
    http: reqwest::Client,
    token_url: String,
}

impl Archive {
    pub async fn act_for(&self, user: &str) -> reqwest::Result<Value> {
        let Registration { client_id, client_secret } = &self.registration;
        let form =
            [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", user)];
        let request = self.http.post(&self.token_url).basic_auth(client_id, Some(client_secret));
        request.form(&form).send().await?.error_for_status()?.json().await
    }
}
