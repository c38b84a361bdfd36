//@ undeclared: 1
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::RngCore;

pub struct Pending {
    pub url: String,
    pub state: String,
    pub verifier: String,
}

fn random() -> String {
    let mut bytes = [0; 32];
    rand::thread_rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

pub fn begin(client_id: &str, redirect_uri: &str) -> Pending {
    let state = random();
    let verifier = random();
    let redirect_uri: String =
        url::form_urlencoded::byte_serialize(redirect_uri.as_bytes()).collect();
    let query = format!("client_id={client_id}&redirect_uri={redirect_uri}&state={state}");
    let url = format!(
        "https://id.example.org/authorize?response_type=code&{query}&code_challenge={verifier}&code_challenge_method=plain" //~ plain_pkce_in_code
    );
    Pending {
        url,
        state,
        verifier,
    }
}

pub async fn redeem(
    http: &reqwest::Client,
    client_id: &str,
    redirect_uri: &str,
    code: &str,
    verifier: &str,
) -> reqwest::Result<serde_json::Value> {
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", client_id),
        ("redirect_uri", redirect_uri),
        ("code", code),
        ("code_verifier", verifier),
    ];
    http.post("https://id.example.org/token")
        .form(&form)
        .send()
        .await?
        .json()
        .await
}
