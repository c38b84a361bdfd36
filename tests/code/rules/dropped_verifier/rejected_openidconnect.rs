//@ fact: `_` drops the code verifier whose challenge is sent
use openidconnect::{
    CsrfToken, Nonce, PkceCodeChallenge,
    core::{CoreAuthenticationFlow, CoreClient},
    url::Url,
};

pub struct Pending {
    pub url: Url,
    pub state: CsrfToken,
    pub nonce: Nonce,
}

pub fn begin(client: &CoreClient) -> Pending {
    let flow = CoreAuthenticationFlow::AuthorizationCode;
    let (challenge, _) = PkceCodeChallenge::new_random_sha256_len(48); //~ dropped_verifier
    let (url, state, nonce) = client
        .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
        .set_pkce_challenge(challenge)
        .url();
    Pending { url, state, nonce }
}
