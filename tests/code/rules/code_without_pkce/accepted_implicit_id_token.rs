use openidconnect::{
    CsrfToken, Nonce,
    core::{CoreAuthenticationFlow, CoreClient, CoreResponseMode},
    url::Url,
};

/// The ID token alone, in a form: there is no code to protect.
pub fn start(client: &CoreClient) -> (Url, CsrfToken, Nonce) {
    client
        .authorize_url(
            CoreAuthenticationFlow::Implicit(false),
            CsrfToken::new_random,
            Nonce::new_random,
        )
        .add_extra_param("response_mode", "form_post")
        .url()
}
