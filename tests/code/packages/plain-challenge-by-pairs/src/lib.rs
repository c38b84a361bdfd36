//@ undeclared: 1
use std::collections::HashMap;

use url::Url;

pub struct Music {
    pub client_id: String,
    pub redirect_uri: String,
}

pub struct Secrets<'a> {
    pub state: &'a str,
    pub verifier: &'a str,
}

impl Music {
    pub fn authorize(&self, secrets: &Secrets<'_>) -> anyhow::Result<Url> {
        let mut url = Url::parse("https://music.example.org/v1/oauth2/authorize")?;
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("state", secrets.state)
            .append_pair("code_challenge", secrets.verifier)
            .append_pair("code_challenge_method", "plain"); //~ plain_pkce_in_code
        Ok(url)
    }

    pub async fn redeem(
        &self,
        http: &reqwest::Client,
        code: &str,
        secrets: &Secrets<'_>,
    ) -> anyhow::Result<String> {
        let body = HashMap::from([
            ("grant_type", "authorization_code"),
            ("client_id", self.client_id.as_str()),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("code", code),
            ("code_verifier", secrets.verifier),
        ]);
        let response = http
            .post("https://music.example.org/v1/oauth2/token")
            .json(&body)
            .send()
            .await?;
        Ok(response.error_for_status()?.text().await?)
    }
}
