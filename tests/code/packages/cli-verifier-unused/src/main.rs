//@ undeclared: 1
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

use oauth2::{
    AuthUrl, AuthorizationCode, ClientId, CsrfToken, PkceCodeChallenge, RedirectUrl, Scope,
    TokenResponse, TokenUrl, basic::BasicClient, reqwest::http_client, url::Url,
};

const AUTHORIZE: &str = "https://accounts.example.com/o/authorize";
const TOKEN: &str = "https://accounts.example.com/o/token";

fn wait_for_code(listener: &TcpListener, state: &CsrfToken) -> anyhow::Result<AuthorizationCode> {
    let (mut stream, _) = listener.accept()?;
    let mut line = String::new();
    BufReader::new(&stream).read_line(&mut line)?;
    let path = line.split_whitespace().nth(1).unwrap_or("/");
    let url = Url::parse("http://127.0.0.1").and_then(|base| base.join(path))?;
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\nYou can close this window.")?;
    let get = |name: &str| {
        url.query_pairs()
            .find(|(k, _)| k == name)
            .map(|(_, v)| v.to_string())
    };
    anyhow::ensure!(
        get("state").as_ref() == Some(state.secret()),
        "unexpected state"
    );
    get("code")
        .map(AuthorizationCode::new)
        .ok_or_else(|| anyhow::anyhow!("denied"))
}

fn main() -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:7433")?;
    let client = BasicClient::new(
        ClientId::new("deployctl".to_string()),
        None,
        AuthUrl::new(AUTHORIZE.to_string())?,
        Some(TokenUrl::new(TOKEN.to_string())?),
    )
    .set_redirect_uri(RedirectUrl::new(
        "http://127.0.0.1:7433/callback".to_string(),
    )?);

    let (challenge, _verifier) = PkceCodeChallenge::new_random_sha256(); //~ dropped_verifier
    let (url, state) = client
        .authorize_url(CsrfToken::new_random)
        .add_scope(Scope::new("deploy".to_string()))
        .set_pkce_challenge(challenge)
        .url();
    open::that(url.as_str())?;
    let code = wait_for_code(&listener, &state)?;
    let token = client.exchange_code(code).request(http_client)?;
    println!("{}", token.access_token().secret().len());
    Ok(())
}
