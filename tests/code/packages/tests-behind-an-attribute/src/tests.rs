use oauth2::{ClientId, ClientSecret, basic::BasicClient};

fn client() -> BasicClient {
    BasicClient::new(ClientId::new("a".into()))
        .set_client_secret(ClientSecret::new("b7f1-k".into()))
}
