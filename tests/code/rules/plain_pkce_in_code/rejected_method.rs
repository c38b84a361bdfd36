//@ fact: the code challenge is the verifier itself
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, basic::BasicClient, url::Url};

pub fn start(client: &BasicClient, s256: bool) -> (Url, CsrfToken, PkceCodeVerifier) {
    let (challenge, verifier) = match s256 {
        true => PkceCodeChallenge::new_random_sha256(),
        false => PkceCodeChallenge::new_random_plain(), //~ plain_pkce_in_code
    };
    let request = client.authorize_url(CsrfToken::new_random).set_pkce_challenge(challenge);
    let (url, state) = request.url();
    (url, state, verifier)
}
