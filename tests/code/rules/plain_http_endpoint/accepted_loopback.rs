use oauth2::{AuthUrl, ClientId, TokenUrl, basic::BasicClient};

const AUTHORIZE: &str = "http://localhost:8080/oauth/authorize";

/// The server of the developer's own machine.
pub fn client(id: String, port: u16) -> anyhow::Result<BasicClient> {
    let authorize = AuthUrl::new(AUTHORIZE.to_string())?;
    let token = TokenUrl::new(format!("http://127.0.0.1:{port}/oauth/token"))?;
    Ok(BasicClient::new(ClientId::new(id), None, authorize, Some(token)))
}
