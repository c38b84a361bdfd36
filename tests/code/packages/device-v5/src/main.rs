//@ undeclared: 1
use oauth2::{
    ClientId, DeviceAuthorizationUrl, Scope, StandardDeviceAuthorizationResponse, TokenResponse,
    TokenUrl, basic::BasicClient, reqwest,
};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let http = reqwest::ClientBuilder::new()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let device = DeviceAuthorizationUrl::new("https://id.example.com/device/code".to_string())?;
    let client = BasicClient::new(ClientId::new("terminal".to_string()))
        .set_token_uri(TokenUrl::new("https://id.example.com/token".to_string())?)
        .set_device_authorization_url(device);
    let details: StandardDeviceAuthorizationResponse = client
        .exchange_device_code()
        .add_scope(Scope::new("builds".to_string()))
        .request_async(&http)
        .await?;
    println!(
        "Open {} and enter {}",
        details.verification_uri().as_str(),
        details.user_code().secret()
    );
    let tokens = client
        .exchange_device_access_token(&details)
        .request_async(&http, tokio::time::sleep, None)
        .await?;
    println!("logged in, {} bytes", tokens.access_token().secret().len());
    Ok(())
}
