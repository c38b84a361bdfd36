use oauth2::{AuthUrl, ClientId, ClientSecret, TokenUrl, basic::BasicClient};

pub fn client(authorize: AuthUrl, token: TokenUrl) -> anyhow::Result<BasicClient> {
    const ID: &str = "FORUM_CLIENT_ID";
    const SECRET: &str = "FORUM_CLIENT_SECRET";

    let id = ClientId::new(std::env::var(ID)?);
    let secret = ClientSecret::new(std::env::var(SECRET)?);
    Ok(BasicClient::new(id, Some(secret), authorize, Some(token)))
}
