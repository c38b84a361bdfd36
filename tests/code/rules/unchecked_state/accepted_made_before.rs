use openidconnect::{
    CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    core::{CoreAuthenticationFlow, CoreClient},
    url::Url,
};

pub struct Pending {
    pub state: CsrfToken,
    pub nonce: Nonce,
    pub verifier: PkceCodeVerifier,
}

pub fn begin(client: &CoreClient) -> (Url, Pending) {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (state, nonce) = (CsrfToken::new_random(), Nonce::new_random());
    let (kept_state, kept_nonce) = (state.clone(), nonce.clone());
    let (url, _, _) = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || state, move || nonce)
        .set_pkce_challenge(challenge)
        .url();
    (url, Pending { state: kept_state, nonce: kept_nonce, verifier })
}
