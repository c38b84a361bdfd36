//@ undeclared: 0
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Issue {
    pub id: u64,
    pub title: String,
    pub state: String,
}

pub struct Tracker {
    http: reqwest::Client,
    access_token: String,
}

impl Tracker {
    pub fn from_environment() -> anyhow::Result<Self> {
        let access_token = std::env::var("TRACKER_TOKEN")?;
        Ok(Self {
            http: reqwest::Client::new(),
            access_token,
        })
    }

    pub async fn issues(&self, project: &str, state: &str) -> anyhow::Result<Vec<Issue>> {
        let response = self
            .http
            .get(format!(
                "https://tracker.example.com/api/v4/projects/{project}/issues"
            ))
            .query(&[("state", state), ("code", "all")])
            .bearer_auth(&self.access_token)
            .send()
            .await?;
        Ok(response.error_for_status()?.json().await?)
    }
}
