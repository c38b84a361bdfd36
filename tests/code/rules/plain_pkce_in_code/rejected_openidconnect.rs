//@ fact: the code challenge is the verifier itself
use openidconnect::{
    CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    core::{CoreAuthenticationFlow, CoreClient},
    url::Url,
};

pub fn start(client: &CoreClient, verifier: &PkceCodeVerifier) -> (Url, CsrfToken, Nonce) {
    let challenge = PkceCodeChallenge::from_code_verifier_plain(verifier); //~ plain_pkce_in_code
    client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        )
        .set_pkce_challenge(challenge)
        .url()
}
