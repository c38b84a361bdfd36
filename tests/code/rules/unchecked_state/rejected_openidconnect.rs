//@ fact: `_csrf_token` drops the state of the authorization request
use openidconnect::{
    CsrfToken, Nonce, PkceCodeChallenge,
    core::{CoreAuthenticationFlow, CoreClient},
    url::Url,
};
use tower_sessions::Session;

pub async fn login(client: &CoreClient, session: &Session) -> anyhow::Result<Url> {
    let flow = CoreAuthenticationFlow::AuthorizationCode;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let request = client
        .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
        .set_pkce_challenge(challenge);
    let (url, _csrf_token, nonce) = request.url(); //~ unchecked_state
    session.insert("login", (nonce, verifier)).await?;
    Ok(url)
}
