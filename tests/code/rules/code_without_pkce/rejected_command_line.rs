//@ fact: the authorization request carries no code challenge
use std::net::TcpListener;

use oauth2::{AuthUrl, ClientId, CsrfToken, RedirectUrl, basic::BasicClient};

pub struct Waiting {
    pub listener: TcpListener,
    pub state: CsrfToken,
}

pub fn sign_in(id: String, authorize: AuthUrl) -> anyhow::Result<Waiting> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let callback = format!("http://{}/", listener.local_addr()?);
    let client = BasicClient::new(ClientId::new(id), None, authorize, None)
        .set_redirect_uri(RedirectUrl::new(callback)?);
    let (url, state) = client.authorize_url(CsrfToken::new_random).url(); //~ code_without_pkce
    webbrowser::open(url.as_str())?;
    Ok(Waiting { listener, state })
}
