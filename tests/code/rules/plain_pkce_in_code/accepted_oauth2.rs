use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, basic::BasicClient, url::Url};

pub struct Started {
    pub url: Url,
    pub state: CsrfToken,
    pub verifier: PkceCodeVerifier,
}

pub fn start(client: &BasicClient) -> Started {
    let verifier = PkceCodeVerifier::new(crate::random(64));
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
    let (url, state) =
        client.authorize_url(CsrfToken::new_random).set_pkce_challenge(challenge).url();
    Started { url, state, verifier }
}

pub fn random(length: usize) -> String {
    use rand::distr::{Alphanumeric, SampleString};
    Alphanumeric.sample_string(&mut rand::rng(), length)
}
