//@ fact: the code asks for the scope `phone`, which is not declared
use oauth_flow::oauth_client;
use openidconnect::{
    CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier, Scope,
    core::{CoreAuthenticationFlow, CoreClient},
    url::Url,
};

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    auth = "client_secret_basic",
    scope("openid", "email"),
    redirect_uri = "https://club.example.com/callback"
)]
pub struct Club {
    pub client_id: String,
    pub client_secret: String,
    pub client: CoreClient,
}

pub struct Pending(pub Url, pub CsrfToken, pub Nonce, pub PkceCodeVerifier);

impl Club {
    pub fn begin(&self) -> Pending {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (url, state, nonce) = self
            .client
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .add_scope(Scope::new("email".into()))
            .add_scope(Scope::new("phone".into())) //~ declared_otherwise
            .set_pkce_challenge(challenge)
            .url();
        Pending(url, state, nonce, verifier)
    }
}
