//@ undeclared: 1
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::RngCore;
use sha2::{Digest, Sha256};
use url::Url;

pub struct Portal {
    pub authorize: Url,
    pub token: Url,
    pub client_id: String,
    pub redirect_uri: String,
    pub http: reqwest::Client,
}

pub struct Attempt {
    pub location: Url,
    pub state: String,
}

fn token() -> String {
    let mut bytes = [0u8; 24];
    rand::thread_rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Portal {
    pub fn attempt(&self) -> Attempt {
        let state = token();
        let verifier = token();
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        let mut location = self.authorize.clone();
        location
            .query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("state", &state)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        Attempt { location, state }
    }

    pub async fn redeem(&self, code: &str) -> anyhow::Result<String> {
        let body: serde_json::Value = self
            .http
            .post(self.token.clone())
            .form(&[
                ("grant_type", "authorization_code"), //~ dropped_verifier
                ("code", code),
                ("client_id", &self.client_id),
                ("redirect_uri", &self.redirect_uri),
            ])
            .send()
            .await?
            .error_for_status()?
            .json()
            .await?;
        body["access_token"]
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| anyhow::anyhow!("no token"))
    }
}
