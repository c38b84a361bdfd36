//@ undeclared: 0
use serde::Serialize;
use uuid::Uuid;

const ANALYTICS_CLIENT_ID: &str = "555.1700000000";

#[derive(Serialize)]
struct Hit<'a> {
    client_id: &'a str,
    events: [Event<'a>; 1],
}

#[derive(Serialize)]
struct Event<'a> {
    name: &'a str,
    params: serde_json::Value,
}

pub struct Analytics {
    pub agent: ureq::Agent,
    pub measurement_id: String,
    pub api_secret: String,
    pub client_id: Option<Uuid>,
}

impl Analytics {
    pub fn track(&self, name: &str, params: serde_json::Value) -> anyhow::Result<()> {
        let url = format!(
            "https://analytics.example.com/mp/collect?measurement_id={}&api_secret={}",
            self.measurement_id, self.api_secret
        );
        let id = self.client_id.map(|id| id.to_string());
        let hit = Hit {
            client_id: id.as_deref().unwrap_or(ANALYTICS_CLIENT_ID),
            events: [Event { name, params }],
        };
        self.agent.post(url).send_json(hit)?;
        Ok(())
    }
}
