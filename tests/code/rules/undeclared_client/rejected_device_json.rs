//@ fact: this is an OAuth client, and no `#[oauth_client]` of the package declares it
use serde_json::{Value, json};

pub struct Device {
    pub code: String,
    pub interval: u64,
}

pub fn poll(agent: &ureq::Agent, url: &str, device: &Device) -> anyhow::Result<Value> {
    std::thread::sleep(std::time::Duration::from_secs(device.interval));
    let body = json!({
        "grant_type": "urn:ietf:params:oauth:grant-type:device_code", //~ undeclared_client
        "client_id": "tv",
        "device_code": device.code,
    });
    Ok(agent.post(url).send_json(body)?.body_mut().read_json()?)
}
