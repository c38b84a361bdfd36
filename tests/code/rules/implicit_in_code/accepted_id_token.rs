use openidconnect::{
    CsrfToken, Nonce,
    core::{CoreAuthenticationFlow, CoreClient},
    url::Url,
};

/// `id_token` alone: no access token is in the redirect.
pub fn start(client: &CoreClient) -> (Url, CsrfToken, Nonce) {
    let (csrf, nonce) = (CsrfToken::new_random, Nonce::new_random);
    client
        .authorize_url(CoreAuthenticationFlow::Implicit(false), csrf, nonce)
        .add_extra_param("response_mode", "form_post")
        .url()
}
