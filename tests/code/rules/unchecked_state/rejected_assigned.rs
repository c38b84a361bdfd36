//@ fact: `_` drops the state of the authorization request
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, basic::BasicClient, url::Url};

pub fn start(client: &BasicClient) -> (Url, PkceCodeVerifier) {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let url;
    (url, _) = client //~ unchecked_state
        .authorize_url(CsrfToken::new_random)
        .set_pkce_challenge(challenge)
        .url();
    (url, verifier)
}
