use openidconnect::{
    CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier, Scope,
    core::{CoreAuthenticationFlow, CoreClient},
    url::Url,
};

/// The nonce is the digest of a value that the session has.
pub fn begin(client: &CoreClient, nonce: Nonce) -> (Url, CsrfToken, PkceCodeVerifier) {
    let flow = CoreAuthenticationFlow::AuthorizationCode;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let request = client.authorize_url(flow, CsrfToken::new_random, move || nonce);
    let request = request.add_scope(Scope::new("email".to_owned()));
    let (url, state, _) = request.set_pkce_challenge(challenge).url();
    (url, state, verifier)
}
