use serde::Deserialize;

#[derive(Deserialize)]
pub struct Analytics {
    pub client_id: String,
    pub api_secret: String,
    pub collector: String,
}

impl Analytics {
    pub async fn send(&self, http: &reqwest::Client, event: &str) -> reqwest::Result<()> {
        let url = format!("{}?api_secret={}", self.collector, self.api_secret);
        let body =
            serde_json::json!({ "client_id": self.client_id, "events": [{ "name": event }] });
        http.post(url).json(&body).send().await?.error_for_status()?;
        Ok(())
    }
}
