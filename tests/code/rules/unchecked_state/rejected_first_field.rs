//@ fact: `.0` drops the state of the authorization request
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, basic::BasicClient};

pub struct Started {
    pub location: String,
    pub verifier: PkceCodeVerifier,
}

pub fn start(client: &BasicClient) -> Started {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let request = client.authorize_url(CsrfToken::new_random);
    let url = request.set_pkce_challenge(challenge).url().0; //~ unchecked_state
    Started { location: url.to_string(), verifier }
}
