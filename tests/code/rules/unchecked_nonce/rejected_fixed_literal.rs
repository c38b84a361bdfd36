//@ fact: the nonce of the authorization request is the same for everybody
use openidconnect::{
    CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    core::{CoreAuthenticationFlow, CoreClient},
    url::Url,
};

pub struct Pending(pub Url, pub CsrfToken, pub Nonce, pub PkceCodeVerifier);

pub fn begin(client: &CoreClient) -> Pending {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state, nonce) = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            || Nonce::new("n-0S6".to_owned()), //~ unchecked_nonce
        )
        .set_pkce_challenge(challenge)
        .url();
    Pending(url, state, nonce, verifier)
}
