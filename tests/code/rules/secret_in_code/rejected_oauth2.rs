//@ fact: the client secret is a text in the program
use oauth2::{AuthUrl, ClientId, ClientSecret, TokenUrl, basic::BasicClient};

pub fn client(authorize: AuthUrl, token: TokenUrl) -> BasicClient {
    BasicClient::new(
        ClientId::new("1f4c0d7e".to_string()),
        Some(ClientSecret::new("gho-93hfQ0s7LkWz2Vb8".to_string())), //~ secret_in_code
        authorize,
        Some(token),
    )
}
