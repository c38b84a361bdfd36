//@ undeclared: 1
use serde::Deserialize;
use url::Url;

#[derive(Debug, Deserialize)]
pub struct AppToken {
    pub access_token: String,
    pub expires_in: u64,
}

#[derive(Clone)]
pub struct Twitch {
    pub client_id: String,
    pub client_secret: String,
    pub token_url: Url,
}

impl Twitch {
    pub async fn app_token(&self, http: &reqwest::Client) -> anyhow::Result<AppToken> {
        let response = http
            .post(self.token_url.clone())
            .query(&[
                ("client_id", self.client_id.as_str()),
                ("client_secret", self.client_secret.as_str()), //~ secret_in_query
                ("grant_type", "client_credentials"),
            ])
            .send()
            .await?;
        Ok(response.error_for_status()?.json().await?)
    }

    pub async fn refresh(&self, http: &reqwest::Client, token: &str) -> anyhow::Result<AppToken> {
        let mut url = self.token_url.clone();
        url.query_pairs_mut()
            .append_pair("grant_type", "refresh_token")
            .append_pair("refresh_token", token)
            .append_pair("client_id", &self.client_id)
            .append_pair("client_secret", &self.client_secret); //~ secret_in_query
        Ok(http
            .post(url)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await?)
    }
}
