use oauth2::{AuthorizationRequest, CsrfToken, basic::BasicClient, url::Url};

pub trait Policy {
    /// Adds what the server asks of a request: a challenge, a resource, a prompt.
    fn apply<'a>(&self, request: AuthorizationRequest<'a>) -> AuthorizationRequest<'a>;
}

pub fn start(client: &BasicClient, policy: &dyn Policy) -> (Url, CsrfToken) {
    let request = client.authorize_url(CsrfToken::new_random);
    let request = policy.apply(request);
    request.url()
}
