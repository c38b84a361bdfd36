use oauth2::{CsrfToken, basic::BasicClient, url::Url};

pub fn begin(client: &BasicClient, challenge: &str) -> (Url, CsrfToken) {
    client
        .authorize_url(CsrfToken::new_random)
        .add_extra_param("code_challenge", challenge.to_owned())
        .add_extra_param("code_challenge_method", "S256")
        .url()
}
