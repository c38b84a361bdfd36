//@ fact: the authorization request carries no code challenge, and `pkce = "S256"` is declared
use oauth_flow::oauth_client;
use oauth2::{AuthUrl, ClientId, CsrfToken, basic::BasicClient, url::Url};

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    auth = "client_secret_basic",
    redirect_uri = "https://wiki.example.com/callback"
)]
pub struct Wiki {
    pub client_id: String,
    pub client_secret: String,
    pub authorize: String,
}

impl Wiki {
    pub fn start(&self) -> anyhow::Result<(Url, CsrfToken)> {
        let client = BasicClient::new(ClientId::new(self.client_id.clone()))
            .set_auth_uri(AuthUrl::new(self.authorize.clone())?);
        Ok(client.authorize_url(CsrfToken::new_random).url()) //~ code_without_pkce
    }
}
