//@ fact: the endpoint `http://auth.corp.example/token` is reached without TLS
use oauth2::{AuthUrl, ClientId, ClientSecret, TokenUrl, basic::BasicClient};

pub fn client(id: String, secret: String) -> anyhow::Result<BasicClient> {
    let authorize = AuthUrl::new("https://auth.corp.example/authorize".to_string())?;
    let token = TokenUrl::new("http://auth.corp.example/token".to_string())?; //~ plain_http_endpoint
    let secret = Some(ClientSecret::new(secret));
    Ok(BasicClient::new(ClientId::new(id), secret, authorize, Some(token)))
}
