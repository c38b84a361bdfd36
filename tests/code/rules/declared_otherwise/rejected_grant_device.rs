//@ fact: the code uses the grant `device_code`, which is not declared
use oauth_flow::oauth_client;
use oauth2::{
    ClientId, DeviceAuthorizationUrl, Scope, StandardDeviceAuthorizationResponse, TokenUrl,
    basic::BasicClient,
};

#[oauth_client(
    kind = "native",
    grant = "authorization_code",
    pkce = "S256",
    auth = "none",
    redirect_uri = "http://127.0.0.1/done"
)]
pub struct Cli {
    pub client_id: String,
    pub device: DeviceAuthorizationUrl,
    pub token: TokenUrl,
}

pub async fn start(
    cli: &Cli,
    http: &oauth2::reqwest::Client,
) -> anyhow::Result<StandardDeviceAuthorizationResponse> {
    let client = BasicClient::new(ClientId::new(cli.client_id.clone()))
        .set_device_authorization_url(cli.device.clone())
        .set_token_uri(cli.token.clone());
    let request = client.exchange_device_code(); //~ declared_otherwise
    Ok(request.add_scope(Scope::new("files".to_owned())).request_async(http).await?)
}
