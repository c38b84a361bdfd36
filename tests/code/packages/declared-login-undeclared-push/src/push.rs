use serde::Deserialize;

#[derive(Deserialize)]
struct RelayToken {
    access_token: String,
}

pub struct Relay {
    pub installation_id: String,
    pub installation_key: String,
}

impl Relay {
    pub async fn register(&self, device: &str) -> anyhow::Result<()> {
        let http = reqwest::Client::new(); //~ followed_redirects
        let client_id = format!("installation.{}", self.installation_id);
        let form = [
            ("grant_type", "client_credentials"),
            ("scope", "push"),
            ("client_id", client_id.as_str()),
            ("client_secret", self.installation_key.as_str()),
        ];
        let response = http
            .post("https://relay.example.com/connect/token")
            .form(&form)
            .send()
            .await?;
        let token: RelayToken = response.error_for_status()?.json().await?;
        http.post(format!("https://push.example.com/devices/{device}"))
            .bearer_auth(token.access_token)
            .send()
            .await?
            .error_for_status()?;
        Ok(())
    }
}
