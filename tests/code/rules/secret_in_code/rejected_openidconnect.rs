//@ fact: `env!` puts the client secret into the program
use openidconnect::{
    ClientId, ClientSecret,
    core::{CoreClient, CoreProviderMetadata},
};

pub fn client(metadata: CoreProviderMetadata) -> CoreClient {
    let id = ClientId::new(env!("CALENDAR_CLIENT_ID").into());
    let secret = ClientSecret::new(env!("CALENDAR_CLIENT_SECRET").into()); //~ secret_in_code
    CoreClient::from_provider_metadata(metadata, id, Some(secret))
}
