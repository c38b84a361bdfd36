use serde::Deserialize;

const IDENTITY: &str = "http://169.254.169.254/metadata/identity/oauth2/token";

#[derive(Deserialize)]
pub struct MachineToken {
    pub access_token: String,
    pub expires_on: String,
}

pub async fn machine_token(
    http: &reqwest::Client,
    resource: &str,
) -> reqwest::Result<MachineToken> {
    http.get(IDENTITY)
        .query(&[("api-version", "2018-02-01"), ("resource", resource)])
        .header("Metadata", "true")
        .send()
        .await?
        .error_for_status()?
        .json()
        .await
}
