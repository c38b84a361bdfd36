//@ undeclared: 1
use oauth2::url::Url;
use oauth2::{
    AuthorizationRequest, ClientId, ClientSecret, CsrfToken, PkceCodeChallenge, PkceCodeVerifier,
    Scope, basic::BasicClient,
};

pub struct Provider {
    pub client: BasicClient,
    pub scopes: Vec<String>,
    pub supports_pkce: bool,
}

pub struct Started {
    pub url: Url,
    pub state: CsrfToken,
    pub verifier: Option<PkceCodeVerifier>,
}

impl Provider {
    pub fn new(id: String, secret: String, auth: &str, token: &str) -> anyhow::Result<Self> {
        let client = BasicClient::new(
            ClientId::new(id),
            Some(ClientSecret::new(secret)),
            oauth2::AuthUrl::new(auth.to_owned())?,
            Some(oauth2::TokenUrl::new(token.to_owned())?),
        );
        Ok(Self {
            client,
            scopes: Vec::new(),
            supports_pkce: true,
        })
    }

    fn protect<'a>(
        &self,
        request: AuthorizationRequest<'a>,
    ) -> (AuthorizationRequest<'a>, Option<PkceCodeVerifier>) {
        if !self.supports_pkce {
            return (request, None);
        }
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        (request.set_pkce_challenge(challenge), Some(verifier))
    }

    pub fn start(&self) -> Started {
        let mut request = self.client.authorize_url(CsrfToken::new_random);
        for scope in &self.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        let (request, verifier) = self.protect(request);
        let (url, state) = request.url();
        Started {
            url,
            state,
            verifier,
        }
    }
}
