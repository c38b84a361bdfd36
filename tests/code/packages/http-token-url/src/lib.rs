//@ undeclared: 1
use oauth2::{AuthUrl, ClientId, ClientSecret, RedirectUrl, TokenUrl, basic::BasicClient};

pub fn intranet(id: String, secret: String) -> anyhow::Result<BasicClient> {
    let client = BasicClient::new(
        ClientId::new(id),
        Some(ClientSecret::new(secret)),
        AuthUrl::new("http://sso.corp.example.com/authorize".into())?, //~ plain_http_endpoint
        Some(TokenUrl::new("http://sso.corp.example.com/token".into())?), //~ plain_http_endpoint
    );
    Ok(client.set_redirect_uri(RedirectUrl::new(
        "https://wiki.corp.example.com/cb".to_string(),
    )?))
}

pub fn development(id: String, secret: String) -> anyhow::Result<BasicClient> {
    let client = BasicClient::new(
        ClientId::new(id),
        Some(ClientSecret::new(secret)),
        AuthUrl::new("http://localhost:8081/oauth2/authorize".to_string())?,
        Some(TokenUrl::new(
            "http://127.0.0.1:8081/oauth2/token".to_string(),
        )?),
    );
    Ok(client.set_redirect_uri(RedirectUrl::new("http://localhost:3000/cb".to_string())?))
}
