//@ undeclared: 1
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::RngCore;
use sha2::{Digest, Sha256};
use url::Url;

const AUTHORIZE: &str = "https://calendar.example.com/oauth2/authorize";
const STATE: &str = "calendar";

pub struct Pending {
    pub url: Url,
    pub state: String,
    pub verifier: String,
}

fn random() -> String {
    let mut bytes = [0u8; 32];
    rand::rngs::OsRng.fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

pub fn read(client_id: &str, redirect: &str) -> anyhow::Result<Pending> {
    let verifier = random();
    let challenge = challenge(&verifier);
    let parameters = [
        ("response_type", "code"),
        ("client_id", client_id),
        ("redirect_uri", redirect),
        ("scope", "events.read"),
        ("state", STATE), //~ unchecked_state
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    let url = Url::parse_with_params(AUTHORIZE, &parameters)?;
    Ok(Pending {
        url,
        state: STATE.to_owned(),
        verifier,
    })
}

pub fn write(client_id: &str, redirect: &str) -> anyhow::Result<Pending> {
    let verifier = random();
    let state = random();
    let challenge = challenge(&verifier);
    let parameters = [
        ("response_type", "code"),
        ("client_id", client_id),
        ("redirect_uri", redirect),
        ("scope", "events.write"),
        ("state", &state),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    let url = Url::parse_with_params(AUTHORIZE, &parameters)?;
    Ok(Pending {
        url,
        state,
        verifier,
    })
}
