//@ undeclared: 0
use oauth_flow::oauth_client;
use openidconnect::{
    ClientId, CsrfToken, EndpointNotSet, EndpointSet, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    core::{CoreAuthenticationFlow, CoreClient},
    url::Url,
};

type Authorizing = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
>;

#[oauth_client(
    kind = "native",
    grant = "authorization_code",
    pkce = "S256",
    auth = "none",
    scope("openid", "lists"),
    redirect_uri = "http://127.0.0.1/lists"
)]
pub struct Lists {
    pub client_id: ClientId,
    pub client: Authorizing,
}

impl Lists {
    pub fn begin(&self) -> (Url, CsrfToken, PkceCodeVerifier) {
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let request = self
            .client
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .set_pkce_challenge(challenge);
        let (url, state, _) = request.url(); //~ unchecked_nonce
        (url, state, verifier)
    }
}
