use oauth_flow::oauth_client;
use openidconnect::{
    AuthenticationFlow, ClientId, CsrfToken, Nonce, PkceCodeChallenge, Scope,
    core::{CoreClient, CoreProviderMetadata, CoreResponseType},
    url::Url,
};

#[oauth_client(
    kind = "web",
    grant = "authorization_code",
    pkce = "S256",
    scope = "openid email",
    redirect_uri = "runtime"
)]
pub struct Google;

pub fn begin(
    metadata: CoreProviderMetadata,
    id: &str,
    challenge: PkceCodeChallenge,
) -> (Url, CsrfToken, Nonce) {
    let client = CoreClient::from_provider_metadata(metadata, ClientId::new(id.to_owned()), None);
    let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
    let request = client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
    request.add_scope(Scope::new("email".to_owned())).set_pkce_challenge(challenge).url()
}

pub fn begin_with_calendar(
    metadata: CoreProviderMetadata,
    id: &str,
    challenge: PkceCodeChallenge,
) -> (Url, CsrfToken, Nonce) {
    let client = CoreClient::from_provider_metadata(metadata, ClientId::new(id.to_owned()), None);
    let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
    let request = client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
    let calendar = Scope::new("calendar.read".to_owned()); //~ declared_otherwise
    request.add_scope(calendar).set_pkce_challenge(challenge).url()
}
