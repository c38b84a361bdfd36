//@ undeclared: 1
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Token {
    pub access_token: String,
}

pub struct Facebook {
    pub app: String,
    pub secret: String,
    pub redirect: String,
}

impl Facebook {
    pub fn dialog(&self, state: &str, challenge: &str) -> String {
        format!(
            "https://www.facebook.com/v19.0/dialog/oauth?response_type=code&client_id={}&redirect_uri={}&state={state}&code_challenge={challenge}&code_challenge_method=S256",
            self.app, self.redirect
        )
    }

    pub async fn redeem(
        &self,
        http: &reqwest::Client,
        code: &str,
        verifier: &str,
    ) -> anyhow::Result<Token> {
        let url = format!(
            "https://graph.facebook.com/v19.0/oauth/access_token?client_id={}&client_secret={}&redirect_uri={}&code={code}&code_verifier={verifier}", //~ secret_in_query
            self.app, self.secret, self.redirect
        );
        Ok(http
            .get(url)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await?)
    }
}
