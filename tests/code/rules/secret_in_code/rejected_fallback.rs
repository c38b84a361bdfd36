//@ fact: the client secret is a text in the program
use oauth2::{AuthUrl, ClientId, ClientSecret, basic::BasicClient};

pub fn client(authorize: AuthUrl) -> BasicClient {
    let id = std::env::var("BOT_ID").unwrap_or_else(|_| "bot".to_owned());
    let secret = ClientSecret::new(
        std::env::var("BOT_SECRET").unwrap_or_else(|_| "q81Zk-7fWd2-Lp05x".to_owned()), //~ secret_in_code
    );
    BasicClient::new(ClientId::new(id), Some(secret), authorize, None)
}
