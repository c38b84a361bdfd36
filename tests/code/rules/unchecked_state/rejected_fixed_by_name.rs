//@ fact: the state of the authorization request is the same for everybody
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, basic::BasicClient, url::Url};

pub fn start(client: &BasicClient) -> (Url, CsrfToken, PkceCodeVerifier) {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let state = CsrfToken::new("b9c1e8".to_string()); //~ unchecked_state
    let request = client.authorize_url(|| state).set_pkce_challenge(challenge);
    let (url, state) = request.url();
    (url, state, verifier)
}
