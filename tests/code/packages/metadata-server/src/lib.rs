//@ undeclared: 0
use serde::Deserialize;

const HOST: &str = "metadata.google.internal";
const PATH: &str = "computeMetadata/v1/instance/service-accounts/default/token";

#[derive(Deserialize)]
pub struct InstanceToken {
    pub access_token: String,
    pub expires_in: u64,
    pub token_type: String,
}

pub fn instance_token(agent: &ureq::Agent) -> anyhow::Result<InstanceToken> {
    let url = format!("http://{HOST}/{PATH}");
    let mut response = agent.get(url).header("Metadata-Flavor", "Google").call()?;
    Ok(response.body_mut().read_json()?)
}

pub fn app_service_token(agent: &ureq::Agent, resource: &str) -> anyhow::Result<InstanceToken> {
    let endpoint = std::env::var("IDENTITY_ENDPOINT")?;
    let header = std::env::var("IDENTITY_HEADER")?;
    let mut response = agent
        .get(endpoint)
        .header("X-IDENTITY-HEADER", header)
        .query("resource", resource)
        .query("api-version", "2019-08-01")
        .call()?;
    Ok(response.body_mut().read_json()?)
}
