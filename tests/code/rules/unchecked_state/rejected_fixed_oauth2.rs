//@ fact: the state of the authorization request is the same for everybody
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, basic::BasicClient, url::Url};

pub fn start(client: &BasicClient) -> (Url, CsrfToken, PkceCodeVerifier) {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state) = client
        .authorize_url(|| CsrfToken::new(String::from("desktop"))) //~ unchecked_state
        .set_pkce_challenge(challenge)
        .url();
    (url, state, verifier)
}
