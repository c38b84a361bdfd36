use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, basic::BasicClient, url::Url};

/// The state is the one of the caller, who keeps it.
pub fn start(client: &BasicClient, state: &CsrfToken) -> (Url, PkceCodeVerifier) {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let state = state.clone();
    let request = client.authorize_url(move || state).set_pkce_challenge(challenge);
    (request.url().0, verifier)
}
