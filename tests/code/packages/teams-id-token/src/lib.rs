//@ undeclared: 1
use jsonwebtoken::dangerous_insecure_decode;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Identity {
    pub oid: String,
    pub preferred_username: Option<String>,
}

pub struct Tenant<'a> {
    pub id: &'a str,
    pub application: &'a str,
    pub secret: &'a str,
    pub agent: &'a ureq::Agent,
}

impl Tenant<'_> {
    fn token_url(&self) -> String {
        format!(
            "https://login.microsoftonline.com/{}/oauth2/v2.0/token",
            self.id
        )
    }

    pub fn identity(&self, code: &str, verifier: &str, redirect: &str) -> anyhow::Result<Identity> {
        let body = format!(
            "grant_type=authorization_code&code={code}&code_verifier={verifier}&redirect_uri={redirect}&client_id={}&client_secret={}",
            self.application, self.secret,
        );
        let answer: serde_json::Value = self
            .agent
            .post(&self.token_url())
            .set("Content-Type", "application/x-www-form-urlencoded")
            .send_string(&body)?
            .into_json()?;
        let token = answer["id_token"]
            .as_str()
            .ok_or_else(|| anyhow::anyhow!("no id_token"))?;
        let data = dangerous_insecure_decode::<Identity>(token)?; //~ unverified_id_token
        Ok(data.claims)
    }
}
