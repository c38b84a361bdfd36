//@ undeclared: 0
use oauth_flow::oauth_client;
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, Scope, basic::BasicClient, url::Url};

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    auth = "client_secret_basic",
    scope = "mail",
    redirect_uri = "runtime"
)]
pub struct Mail {
    pub client_id: String,
    pub client_secret: String,
}

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    auth = "client_secret_basic",
    scope = "contacts",
    redirect_uri = "runtime"
)]
pub struct Contacts {
    pub client_id: String,
    pub client_secret: String,
}

pub fn start(client: &BasicClient) -> (Url, PkceCodeVerifier) {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, _csrf_token) = client //~ unchecked_state
        .authorize_url(CsrfToken::new_random)
        .add_scope(Scope::new("contacts".to_string()))
        .set_pkce_challenge(challenge)
        .url();
    (url, verifier)
}
