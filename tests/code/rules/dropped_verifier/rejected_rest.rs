//@ fact: `..` drops the code verifier whose challenge is sent
use oauth2::{CsrfToken, PkceCodeChallenge, Scope, basic::BasicClient, url::Url};

pub struct Started {
    pub url: Url,
    pub state: CsrfToken,
}

pub fn start(client: &BasicClient) -> Started {
    let (challenge, ..) = PkceCodeChallenge::new_random_sha256(); //~ dropped_verifier
    let (url, state) = client
        .authorize_url(CsrfToken::new_random)
        .set_pkce_challenge(challenge)
        .add_scope(Scope::new("tasks".to_owned()))
        .url();
    Started { url, state }
}
