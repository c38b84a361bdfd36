use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

pub fn location(client_id: &str, callback: &str, state: &str, verifier: &str) -> String {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    let request = format!("client_id={client_id}&redirect_uri={callback}&state={state}");
    format!(
        "https://photos.example.com/oauth/authorize?response_type=code&{request}&code_challenge={challenge}&code_challenge_method=S256"
    )
}
