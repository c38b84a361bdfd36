//@ undeclared: 1
use oauth2::{
    AuthUrl, AuthorizationCode, ClientId, CsrfToken, PkceCodeChallenge, RedirectUrl, Scope,
    TokenResponse, TokenUrl, basic::BasicClient, reqwest::http_client, url::Url,
};

fn main() -> anyhow::Result<()> {
    let server = tiny_http::Server::http("127.0.0.1:0").map_err(|e| anyhow::anyhow!(e))?;
    let port = server
        .server_addr()
        .to_ip()
        .map(|address| address.port())
        .unwrap_or_default();
    let client = BasicClient::new(
        ClientId::new("notes-desktop".into()),
        None,
        AuthUrl::new("https://login.example.com/oauth2/authorize".into())?,
        Some(TokenUrl::new(
            "https://login.example.com/oauth2/token".into(),
        )?),
    )
    .set_redirect_uri(RedirectUrl::new(format!("http://127.0.0.1:{port}/done"))?);

    let (challenge, verifier) = PkceCodeChallenge::new_random_plain(); //~ plain_pkce_in_code
    let (url, state) = client
        .authorize_url(CsrfToken::new_random)
        .add_scope(Scope::new("notes".into()))
        .set_pkce_challenge(challenge)
        .url();
    open::that(url.as_str())?;

    let request = server.recv()?;
    let answer = Url::parse(&format!("http://127.0.0.1{}", request.url()))?;
    let value = |name: &str| {
        answer
            .query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    anyhow::ensure!(
        value("state").as_deref() == Some(state.secret().as_str()),
        "state differs"
    );
    let code = value("code").ok_or_else(|| anyhow::anyhow!("no code"))?;
    let token = client
        .exchange_code(AuthorizationCode::new(code))
        .set_pkce_verifier(verifier)
        .request(http_client)?;
    println!("signed in for {:?}", token.expires_in());
    Ok(())
}
