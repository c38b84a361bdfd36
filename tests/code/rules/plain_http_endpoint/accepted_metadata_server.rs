/// The credentials that a cloud gives to its machines, over a link of the machine alone.
const MACHINE: &str =
    "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token";

#[derive(serde::Deserialize)]
pub struct MachineToken {
    pub access_token: String,
}

pub async fn machine_token(http: &reqwest::Client) -> reqwest::Result<MachineToken> {
    let request = http.get(MACHINE).header("Metadata-Flavor", "Google");
    request.send().await?.error_for_status()?.json().await
}
