use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, basic::BasicClient, url::Url};

pub struct Started {
    pub url: Url,
    pub state: String,
    pub verifier: PkceCodeVerifier,
}

pub fn start(client: &BasicClient) -> Started {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let request = client.authorize_url(CsrfToken::new_random).set_pkce_challenge(challenge);
    let (url, _state) = request.url();
    Started { url, state: _state.secret().clone(), verifier }
}
