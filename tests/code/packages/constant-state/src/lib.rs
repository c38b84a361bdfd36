//@ undeclared: 1
use oauth2::{
    AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, Scope, basic::BasicClient,
    url::Url,
};

const STATE: &str = "invoice-sync";

pub struct Ledger {
    id: ClientId,
    auth: AuthUrl,
}

impl Ledger {
    pub fn new(id: &str, auth: &str) -> anyhow::Result<Self> {
        Ok(Self {
            id: ClientId::new(id.into()),
            auth: AuthUrl::new(auth.into())?,
        })
    }

    pub fn read_access(&self) -> (Url, CsrfToken, PkceCodeVerifier) {
        let client = BasicClient::new(self.id.clone()).set_auth_uri(self.auth.clone());
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state) = client
            .authorize_url(|| CsrfToken::new("read".to_string())) //~ unchecked_state
            .add_scope(Scope::new("invoices.read".to_string()))
            .set_pkce_challenge(challenge)
            .url();
        (url, state, verifier)
    }

    pub fn write_access(&self) -> (Url, CsrfToken, PkceCodeVerifier) {
        let client = BasicClient::new(self.id.clone()).set_auth_uri(self.auth.clone());
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state) = client
            .authorize_url(|| CsrfToken::new(STATE.to_string())) //~ unchecked_state
            .add_scope(Scope::new("invoices.write".to_string()))
            .set_pkce_challenge(challenge)
            .url();
        (url, state, verifier)
    }
}
