//@ fact: the nonce of the authorization request is the same for everybody
use openidconnect::{
    CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    core::{CoreAuthenticationFlow, CoreClient},
    url::Url,
};

const NONCE: &str = "5f0c1c1e";

pub fn begin(client: &CoreClient) -> (Url, CsrfToken, PkceCodeVerifier, Nonce) {
    let flow = CoreAuthenticationFlow::AuthorizationCode;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state, nonce) = client
        .authorize_url(flow, CsrfToken::new_random, || Nonce::new(NONCE.to_string())) //~ unchecked_nonce
        .set_pkce_challenge(challenge)
        .url();
    (url, state, verifier, nonce)
}
