use std::time::Duration;

use oauth2::{
    EndpointNotSet, EndpointSet, RefreshToken,
    basic::{BasicClient, BasicTokenResponse},
    reqwest::{ClientBuilder, redirect::Policy},
};

type Machine =
    BasicClient<EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

pub async fn renew(
    client: &Machine,
    token: &RefreshToken,
    timeout: Option<Duration>,
) -> anyhow::Result<BasicTokenResponse> {
    let mut builder = ClientBuilder::new();
    if let Some(timeout) = timeout {
        builder = builder.timeout(timeout);
    }
    builder = builder.redirect(Policy::none());
    let http = builder.build()?;
    Ok(client.exchange_refresh_token(token).request_async(&http).await?)
}
