//@ fact: the authorization request carries no code challenge
use openidconnect::{
    CsrfToken, Nonce,
    core::{CoreAuthenticationFlow, CoreClient},
    url::Url,
};

pub struct Started {
    pub url: Url,
    pub state: CsrfToken,
    pub nonce: Nonce,
}

pub fn start(client: &CoreClient, prompt: bool) -> Started {
    let (csrf, nonce) = (CsrfToken::new_random, Nonce::new_random);
    let mut request = client.authorize_url(CoreAuthenticationFlow::AuthorizationCode, csrf, nonce); //~ code_without_pkce
    if prompt {
        request = request.add_extra_param("prompt", "login");
    }
    let (url, state, nonce) = request.url();
    Started { url, state, nonce }
}
