use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, Scope, basic::BasicClient, url::Url};

pub struct Pending {
    pub state: CsrfToken,
    pub verifier: PkceCodeVerifier,
}

pub fn begin(client: &BasicClient, scopes: &[Scope]) -> (Url, Pending) {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let state = CsrfToken::new_random();
    let sent = state.clone();
    let mut request = client.authorize_url(|| sent).set_pkce_challenge(challenge);
    for scope in scopes {
        request = request.add_scope(scope.clone());
    }
    let (url, _) = request.url();
    (url, Pending { state, verifier })
}
