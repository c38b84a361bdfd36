use oauth2::{
    EndpointNotSet, EndpointSet,
    basic::{BasicClient, BasicTokenResponse},
    reqwest::{ClientBuilder, redirect::Policy},
};

type Machine =
    BasicClient<EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

pub async fn token(client: &Machine) -> anyhow::Result<BasicTokenResponse> {
    let http = ClientBuilder::new()
        .redirect(Policy::none())
        .danger_accept_invalid_certs(cfg!(debug_assertions))
        .build()?;
    Ok(client.exchange_client_credentials().request_async(&http).await?)
}
