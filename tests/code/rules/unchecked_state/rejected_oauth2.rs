//@ fact: `_` drops the state of the authorization request
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, Scope, basic::BasicClient, url::Url};

pub fn start(client: &BasicClient) -> (Url, PkceCodeVerifier) {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, _) = client //~ unchecked_state
        .authorize_url(CsrfToken::new_random)
        .add_scope(Scope::new("gist".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    (url, verifier)
}
