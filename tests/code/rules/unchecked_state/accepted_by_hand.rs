use url::Url;
use uuid::Uuid;

pub struct Pending {
    pub url: Url,
    pub state: String,
}

pub fn begin(server: &str, id: &str, challenge: &str) -> anyhow::Result<Pending> {
    let state = Uuid::new_v4().simple().to_string();
    let query = [
        ("response_type", "code"),
        ("client_id", id),
        ("state", state.as_str()),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
    ];
    let url = Url::parse_with_params(server, query)?;
    Ok(Pending { url, state })
}
