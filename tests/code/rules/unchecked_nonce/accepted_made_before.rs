use openidconnect::{
    CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    core::{CoreAuthenticationFlow, CoreClient},
    url::Url,
};

/// The nonce is the one of the caller, who keeps it.
pub fn begin(client: &CoreClient, nonce: &Nonce) -> (Url, CsrfToken, PkceCodeVerifier) {
    let flow = CoreAuthenticationFlow::AuthorizationCode;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state, _) = client
        .authorize_url(flow, CsrfToken::new_random, || nonce.clone())
        .set_pkce_challenge(challenge)
        .url();
    (url, state, verifier)
}
