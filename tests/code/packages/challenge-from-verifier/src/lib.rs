//@ undeclared: 1
use oauth2::{
    AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, Scope, basic::BasicClient,
    url::Url,
};

pub struct LoginUrl {
    pub url: Url,
    pub state: CsrfToken,
}

pub fn login_url(auth: AuthUrl, id: ClientId, verifier: &PkceCodeVerifier) -> LoginUrl {
    let client = BasicClient::new(id).set_auth_uri(auth);
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(verifier);
    let (url, state) = client
        .authorize_url(CsrfToken::new_random)
        .add_scope(Scope::new("offline".into()))
        .set_pkce_challenge(challenge)
        .url();
    LoginUrl { url, state }
}

/// The appliances before firmware 3 know no SHA-256.
pub fn legacy_login_url(auth: AuthUrl, id: ClientId, verifier: &PkceCodeVerifier) -> LoginUrl {
    let client = BasicClient::new(id).set_auth_uri(auth);
    let challenge = PkceCodeChallenge::from_code_verifier_plain(verifier); //~ plain_pkce_in_code
    let (url, state) = client
        .authorize_url(CsrfToken::new_random)
        .set_pkce_challenge(challenge)
        .url();
    LoginUrl { url, state }
}
