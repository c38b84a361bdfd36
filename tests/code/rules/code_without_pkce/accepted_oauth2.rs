use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, Scope, basic::BasicClient, url::Url};

pub struct Started {
    pub url: Url,
    pub state: CsrfToken,
    pub verifier: PkceCodeVerifier,
}

pub fn start(client: &BasicClient, scopes: &[String]) -> Started {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let mut request = client.authorize_url(CsrfToken::new_random);
    for scope in scopes {
        request = request.add_scope(Scope::new(scope.clone()));
    }
    let (url, state) = request.set_pkce_challenge(challenge).url();
    Started { url, state, verifier }
}
