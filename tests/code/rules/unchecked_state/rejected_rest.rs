//@ fact: `..` drops the state of the authorization request
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, basic::BasicClient, url::Url};

pub fn start(client: &BasicClient) -> (Url, PkceCodeVerifier) {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let request = client.authorize_url(CsrfToken::new_random).set_pkce_challenge(challenge);
    let (url, ..) = request.url(); //~ unchecked_state
    (url, verifier)
}
