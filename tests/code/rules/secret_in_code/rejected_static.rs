//@ fact: the client secret is a text in the program
use openidconnect::{
    ClientId, ClientSecret,
    core::{CoreClient, CoreProviderMetadata},
};

static SECRET: &str = "0eF9-aa71-4Kd2-9Qvx"; //~ secret_in_code

pub fn client(metadata: CoreProviderMetadata, id: String) -> CoreClient {
    let secret = Some(ClientSecret::new(String::from(SECRET)));
    CoreClient::from_provider_metadata(metadata, ClientId::new(id), secret)
}
