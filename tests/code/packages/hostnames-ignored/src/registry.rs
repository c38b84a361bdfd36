use reqwest::redirect::Policy;

pub struct Registry {
    http: reqwest::Client,
    realm: String,
}

impl Registry {
    pub fn new(realm: String) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .danger_accept_invalid_hostnames(true) //~ certificate_checks_off
            .build()?;
        Ok(Self { http, realm })
    }

    pub async fn refresh(&self, service: &str, token: &str) -> anyhow::Result<String> {
        let form = [
            ("grant_type", "refresh_token"),
            ("service", service),
            ("client_id", "mirror"),
            ("refresh_token", token),
        ];
        let response = self.http.post(&self.realm).form(&form).send().await?;
        Ok(response.error_for_status()?.text().await?)
    }
}
