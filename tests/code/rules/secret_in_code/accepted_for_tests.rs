use oauth2::{AuthUrl, ClientId, ClientSecret, basic::BasicClient};

pub fn client(id: ClientId, secret: ClientSecret, authorize: AuthUrl) -> BasicClient {
    BasicClient::new(id, Some(secret), authorize, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_keeps_its_identifier() {
        let secret = ClientSecret::new("Vb8-93hf-Q0s7-LkWz".to_owned());
        let authorize = AuthUrl::new("https://as.example/authorize".to_owned()).unwrap();
        let client = client(ClientId::new("a".to_owned()), secret, authorize);
        assert_eq!(client.client_id().as_str(), "a");
    }
}
