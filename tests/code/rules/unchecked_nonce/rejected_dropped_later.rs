//@ fact: `_` drops the nonce of the authorization request
use openidconnect::{
    AuthenticationFlow, CsrfToken, Nonce, PkceCodeChallenge, Scope,
    core::{CoreClient, CoreResponseType},
    url::Url,
};
use tower_sessions::Session;

pub async fn login(client: &CoreClient, session: &Session, email: bool) -> anyhow::Result<Url> {
    let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let mut request = client
        .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
        .set_pkce_challenge(challenge);
    if email {
        request = request.add_scope(Scope::new("email".to_owned()));
    }
    let (url, state, _) = request.url(); //~ unchecked_nonce
    session.insert("login", (state, verifier)).await?;
    Ok(url)
}
