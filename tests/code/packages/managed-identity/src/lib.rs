//@ undeclared: 0
use serde::Deserialize;

const METADATA: &str = "http://169.254.169.254/metadata/identity/oauth2/token";

#[derive(Deserialize)]
pub struct MachineToken {
    pub access_token: String,
    pub expires_on: String,
}

pub async fn token(resource: &str, identity: Option<&str>) -> anyhow::Result<MachineToken> {
    let http = reqwest::Client::new();
    let mut request = http
        .get(METADATA)
        .header("Metadata", "true")
        .query(&[("api-version", "2019-08-01"), ("resource", resource)]);
    if let Some(identity) = identity {
        request = request.query(&[("client_id", identity)]);
    }
    Ok(request.send().await?.error_for_status()?.json().await?)
}
