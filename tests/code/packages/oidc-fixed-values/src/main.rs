//@ undeclared: 1
use openidconnect::{
    ClientId, CsrfToken, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata},
    reqwest::http_client,
};

fn first_login(client: &CoreClient) -> anyhow::Result<PkceCodeVerifier> {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, _, _) = client //~ unchecked_state unchecked_nonce
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        )
        .set_pkce_challenge(challenge)
        .url();
    open::that(url.as_str())?;
    Ok(verifier)
}

fn elevate(client: &CoreClient) -> anyhow::Result<(CsrfToken, Nonce, PkceCodeVerifier)> {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state, nonce) = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            || Nonce::new("elevate".to_string()), //~ unchecked_nonce
        )
        .add_scope(Scope::new("admin".to_string()))
        .set_pkce_challenge(challenge)
        .url();
    open::that(url.as_str())?;
    Ok((state, nonce, verifier))
}

fn main() -> anyhow::Result<()> {
    let issuer = IssuerUrl::new("https://sso.example.net".to_string())?;
    let metadata = CoreProviderMetadata::discover(&issuer, http_client)?;
    let client =
        CoreClient::from_provider_metadata(metadata, ClientId::new("opsctl".to_string()), None)
            .set_redirect_uri(RedirectUrl::new("http://127.0.0.1:9100/cb".to_string())?);
    if std::env::args().any(|argument| argument == "--admin") {
        let (state, nonce, verifier) = elevate(&client)?;
        println!(
            "{} {} {}",
            state.secret(),
            nonce.secret(),
            verifier.secret().len()
        );
    } else {
        println!("{}", first_login(&client)?.secret().len());
    }
    Ok(())
}
