//@ fact: `danger_accept_invalid_certs` switches off the certificate checks of a client that asks for tokens
use openidconnect::{
    EndpointMaybeSet, EndpointNotSet, EndpointSet, RefreshToken,
    core::{CoreClient, CoreTokenResponse},
    reqwest::blocking::Client,
    reqwest::redirect::Policy,
};

type Sso = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

pub fn renew(client: &Sso, token: &RefreshToken) -> anyhow::Result<CoreTokenResponse> {
    let builder = Client::builder().redirect(Policy::none());
    let builder = builder.danger_accept_invalid_certs(true); //~ certificate_checks_off
    let http = builder.build()?;
    Ok(client.exchange_refresh_token(token)?.request(&http)?)
}
