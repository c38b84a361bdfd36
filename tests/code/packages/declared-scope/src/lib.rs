//@ undeclared: 0
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
    scope("openid", "email", "profile"),
    redirect_uri = "https://portal.example.com/callback"
)]
pub struct Portal {
    client: CoreClient,
    extra_scope: Option<String>,
}

pub struct Started {
    pub url: Url,
    pub state: CsrfToken,
    pub nonce: Nonce,
    pub verifier: PkceCodeVerifier,
}

impl Portal {
    pub fn new(client: CoreClient, extra_scope: Option<String>) -> Self {
        Self {
            client,
            extra_scope,
        }
    }

    pub fn start(&self) -> Started {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = self
            .client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("email".to_string()))
            .add_scope(Scope::new("profile".to_string()))
            .add_scope(Scope::new("directory.write".to_string())) //~ declared_otherwise
            .set_pkce_challenge(challenge);
        if let Some(scope) = &self.extra_scope {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        let (url, state, nonce) = request.url();
        Started {
            url,
            state,
            nonce,
            verifier,
        }
    }
}
