//@ fact: the authorization request carries no code challenge
use openidconnect::{
    AuthenticationFlow, CsrfToken, Nonce,
    core::{CoreClient, CoreResponseType},
    url::Url,
};

pub struct Started {
    pub url: Url,
    pub state: CsrfToken,
    pub nonce: Nonce,
}

pub fn start(client: &CoreClient, prompt: bool) -> Started {
    let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
    let mut request = client
        .authorize_url(flow, CsrfToken::new_random, Nonce::new_random) //~ code_without_pkce
        .set_max_age(std::time::Duration::from_secs(3600));
    if prompt {
        request = request.add_extra_param("prompt", "login");
    }
    let (url, state, nonce) = request.url();
    Started { url, state, nonce }
}
