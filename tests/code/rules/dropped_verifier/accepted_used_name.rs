use openidconnect::{
    CsrfToken, Nonce, PkceCodeChallenge,
    core::{CoreAuthenticationFlow, CoreClient},
    url::Url,
};
use tower_sessions::Session;

pub async fn begin(client: &CoreClient, session: &Session) -> anyhow::Result<Url> {
    let (_challenge, _verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state, nonce) = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        )
        .set_pkce_challenge(_challenge)
        .url();
    session.insert("pending", (state, nonce, _verifier)).await?;
    Ok(url)
}
