//@ fact: the response type `id_token token` puts the access token into the redirect
use openidconnect::{
    CsrfToken, Nonce,
    core::{CoreAuthenticationFlow, CoreClient},
    url::Url,
};

pub fn start(client: &CoreClient) -> (Url, CsrfToken, Nonce) {
    client
        .authorize_url(
            CoreAuthenticationFlow::Implicit(true), //~ implicit_in_code
            CsrfToken::new_random,
            Nonce::new_random,
        )
        .url()
}
