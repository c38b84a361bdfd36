use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, basic::BasicClient, url::Url};

pub trait Signer {
    /// A value that only this session can have.
    fn sign(&self, session: &str) -> String;
}

/// The redirect is checked by signing the session again.
pub fn begin(client: &BasicClient, signer: &dyn Signer, session: &str) -> (Url, PkceCodeVerifier) {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, _) = client
        .authorize_url(|| CsrfToken::new(signer.sign(session)))
        .set_pkce_challenge(challenge)
        .url();
    (url, verifier)
}
