//@ fact: the code sends the redirect URI `https://beta.example.com/callback`, which is not declared
use oauth_flow::oauth_client;
use oauth2::{AuthUrl, ClientId, RedirectUrl, basic::BasicClient};

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    auth = "client_secret_basic",
    redirect_uri = "https://www.example.com/callback"
)]
pub struct Site {
    pub client_id: String,
    pub client_secret: String,
    pub authorize: String,
}

const BETA: &str = "https://beta.example.com/callback"; //~ declared_otherwise

pub fn client(site: &Site, beta: bool) -> anyhow::Result<BasicClient> {
    let callback = if beta {
        RedirectUrl::new(BETA.to_owned())?
    } else {
        RedirectUrl::new("https://www.example.com/callback".to_owned())?
    };
    let authorize = AuthUrl::new(site.authorize.clone())?;
    let client = BasicClient::new(ClientId::new(site.client_id.clone()), None, authorize, None);
    Ok(client.set_redirect_uri(callback))
}
