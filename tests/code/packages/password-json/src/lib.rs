//@ undeclared: 1
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
pub struct Bearer {
    pub access_token: String,
    pub refresh_token: Option<String>,
}

pub struct Vehicle<'a> {
    pub agent: &'a ureq::Agent,
    pub host: &'a str,
    pub client_id: &'a str,
}

impl Vehicle<'_> {
    pub fn login(&self, email: &str, password: &str) -> anyhow::Result<Bearer> {
        let body = json!({
            "grant_type": "password", //~ password_in_code
            "client_id": self.client_id,
            "email": email,
            "password": password,
        });
        let url = format!("{}/oauth/token", self.host);
        Ok(self.agent.post(&url).send_json(body)?.into_json()?)
    }

    pub fn login_of_old_gateway(&self, user: &str, password: &str) -> anyhow::Result<Bearer> {
        let body = format!(
            "grant_type=password&client_id={}&username={user}&password={password}", //~ password_in_code
            self.client_id
        );
        let url = format!("{}/legacy/token", self.host);
        let request = self
            .agent
            .post(&url)
            .set("Content-Type", "application/x-www-form-urlencoded");
        Ok(request.send_string(&body)?.into_json()?)
    }

    pub fn renew(&self, refresh_token: &str) -> anyhow::Result<Bearer> {
        let body = json!({
            "grant_type": "refresh_token",
            "client_id": self.client_id,
            "refresh_token": refresh_token,
        });
        let url = format!("{}/oauth/token", self.host);
        Ok(self.agent.post(&url).send_json(body)?.into_json()?)
    }
}
