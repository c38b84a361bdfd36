use oauth_flow::oauth_client;
use openidconnect::{
    ClientId, CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata},
    url::Url,
};

#[oauth_client(
    kind = "native",
    grant = "authorization_code",
    pkce = "S256",
    auth = "none",
    redirect_uri = "http://127.0.0.1/done"
)]
pub struct Notes {
    pub client_id: String,
}

pub struct Pending(pub Url, pub CsrfToken, pub Nonce, pub PkceCodeVerifier);

pub fn begin(notes: &Notes, metadata: CoreProviderMetadata) -> Pending {
    let id = ClientId::new(notes.client_id.clone());
    let client = CoreClient::from_provider_metadata(metadata, id, None);
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let flow = CoreAuthenticationFlow::AuthorizationCode;
    let (url, state, nonce) = client
        .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
        .set_pkce_challenge(challenge)
        .url();
    Pending(url, state, nonce, verifier)
}
