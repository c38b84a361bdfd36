//@ fact: the endpoint `http://tv.example.com/device` is reached without TLS
use oauth2::{ClientId, DeviceAuthorizationUrl, TokenUrl, basic::BasicClient};

pub fn device() -> anyhow::Result<DeviceAuthorizationUrl> {
    Ok(DeviceAuthorizationUrl::new("http://tv.example.com/device".into())?) //~ plain_http_endpoint
}

pub fn has_token_endpoint(id: ClientId, token: TokenUrl) -> anyhow::Result<bool> {
    let client = BasicClient::new(id).set_device_authorization_url(device()?).set_token_uri(token);
    Ok(client.token_uri().url().scheme() == "https")
}
