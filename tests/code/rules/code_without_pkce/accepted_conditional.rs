use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, basic::BasicClient, url::Url};

pub struct Started {
    pub url: Url,
    pub state: CsrfToken,
    pub verifier: Option<PkceCodeVerifier>,
}

/// Some servers refuse a challenge.
pub fn start(client: &BasicClient, pkce: bool) -> Started {
    let mut request = client.authorize_url(CsrfToken::new_random);
    let mut kept = None;
    if pkce {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        request = request.set_pkce_challenge(challenge);
        kept = Some(verifier);
    }
    let (url, state) = request.url();
    Started { url, state, verifier: kept }
}
