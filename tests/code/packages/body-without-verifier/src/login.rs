use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use sha2::{Digest, Sha256};

const CLIENT_ID: &str = "notebook-cli";

pub struct Attempt {
    pub state: String,
    verifier: String,
}

#[derive(Deserialize)]
pub struct Token {
    pub expires_in: u64,
}

impl Attempt {
    pub fn new(random: &[u8; 64]) -> Self {
        let (state, verifier) = random.split_at(32);
        Self {
            state: URL_SAFE_NO_PAD.encode(state),
            verifier: URL_SAFE_NO_PAD.encode(verifier),
        }
    }

    pub fn url(&self) -> String {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&self.verifier));
        format!(
            "https://notebook.example.com/oauth/authorize?response_type=code&client_id={CLIENT_ID}&state={}&code_challenge={challenge}&code_challenge_method=S256",
            self.state
        )
    }
}

pub fn redeem(agent: &ureq::Agent, code: &str) -> anyhow::Result<Token> {
    let body = format!("grant_type=authorization_code&client_id={CLIENT_ID}&code={code}"); //~ dropped_verifier
    let mut response = agent
        .post("https://notebook.example.com/oauth/token")
        .content_type("application/x-www-form-urlencoded")
        .send(body)?;
    Ok(response.body_mut().read_json()?)
}
