//@ fact: the code challenge is the verifier itself
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, basic::BasicClient, url::Url};

pub struct Started {
    pub url: Url,
    pub state: CsrfToken,
    pub verifier: PkceCodeVerifier,
}

pub fn start(client: &BasicClient) -> Started {
    let (challenge, verifier) = PkceCodeChallenge::new_random_plain(); //~ plain_pkce_in_code
    let (url, state) =
        client.authorize_url(CsrfToken::new_random).set_pkce_challenge(challenge).url();
    Started { url, state, verifier }
}
