//! A command line tool that logs its user in with the browser, and keeps the login in a file.
//!
//! `cargo run -p oauth-flow-services --bin cli_login` starts it with an authorization server of its own, which
//! logs everybody in as `alice`: it logs in, asks who the user is, and logs out. With `ISSUER` and `CLIENT_ID` in
//! the environment it uses another server, which needs `--features tls` unless it is on this machine, and takes
//! one of the commands `login`, `whoami` and `logout`. `TOKENS` is the file, `.cli_login/tokens.json` in the home
//! folder unless given. With `NO_BROWSER` it opens no browser, and the user opens the page by hand.
//!
//! Register `http://127.0.0.1/callback`: the tool listens on a port that the system chooses.
//!
//! What to copy is all here, but for `oauth_flow_services`: a tool reads its own configuration, and has its own
//! way to log.

use std::env;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use oauth_flow::flow::{FileTokenStore, Flow, SafeHttp, ServerMetadata, TokenSource};
use oauth_flow::oauth_client;
use oauth_flow_services::{Environment, log};
use oauth2::StandardRevocableToken;
use serde_json::json;
use tokio::time::timeout;

/// The client: a program on the user's own machine, which keeps no secret.
#[oauth_client(
    kind = "native",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    refresh = "rotate",
    scope = "openid profile",
    redirect_uri = "http://127.0.0.1/callback"
)]
struct Tool {
    client_id: String,
}

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            log(error.as_ref());
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<()> {
    let environment = Environment::read_as(
        "",
        &["authorization_code", "refresh_token"],
        &["http://127.0.0.1/callback"],
        json!({ "token_endpoint_auth_method": "none", "application_type": "native" }),
    )?;
    let http = SafeHttp::new()?;
    let server = ServerMetadata::fetch_async(&environment.issuer, &http).await?;
    let config = Tool { client_id: environment.client_id.clone() };
    let flow = Flow::builder().config(&config).server(&server).build()?;
    let tokens = flow.token_source(http.clone()).of_user(FileTokenStore::at(file()?));

    let outcome = command(&flow, &http, &tokens).await;
    // A renewal that is cut off would cost the login, also where the command has failed.
    if timeout(Duration::from_secs(30), tokens.settled()).await.is_err() {
        eprintln!("warning: the new tokens could not be stored");
    }
    outcome
}

async fn command(flow: &Flow<Tool>, http: &SafeHttp, tokens: &TokenSource<Tool>) -> Result<()> {
    match env::args().nth(1).as_deref() {
        Some("login") => log_in(flow, http, tokens).await,
        Some("whoami") => who_am_i(flow, http, tokens).await,
        Some("logout") => log_out(flow, http, tokens).await,
        Some(other) => Err(format!("no command `{other}`: login, whoami, logout").into()),
        None => {
            log_in(flow, http, tokens).await?;
            who_am_i(flow, http, tokens).await?;
            log_out(flow, http, tokens).await
        }
    }
}

fn file() -> Result<PathBuf> {
    if let Some(file) = env::var_os("TOKENS") {
        return Ok(file.into());
    }
    let home = env::home_dir().ok_or("there is no home folder: set TOKENS")?;
    Ok(home.join(".cli_login").join("tokens.json"))
}

async fn log_in(flow: &Flow<Tool>, http: &SafeHttp, tokens: &TokenSource<Tool>) -> Result<()> {
    let login = flow.login_on_loopback().app_name("cli_login");
    let login = if env::var_os("NO_BROWSER").is_some() { login.without_browser() } else { login };
    // Also where a browser was opened: it may be one that the user does not see.
    let login = login.on_url(|url, _opened| println!("open {url}"));
    tokens.keep(&login.request_async(http).await?).await?;
    println!("logged in");
    Ok(())
}

/// Any request to an API is like this one: the token is valid, and was renewed if it had to be.
async fn who_am_i(flow: &Flow<Tool>, http: &SafeHttp, tokens: &TokenSource<Tool>) -> Result<()> {
    let stored = tokens.stored().await?;
    let token = tokens.access_token().await?;
    let identity = stored.and_then(|stored| stored.identity()).ok_or("nobody is logged in")?;
    let userinfo = flow.userinfo(&token, &identity).request_async(http).await?;
    println!("you are {}", shown(userinfo.name().unwrap_or(userinfo.subject())));
    Ok(())
}

async fn log_out(flow: &Flow<Tool>, http: &SafeHttp, tokens: &TokenSource<Tool>) -> Result<()> {
    // Out of the file first: the user is logged out, whatever the server says.
    if let Some(stored) = tokens.forget().await? {
        let refresh_token = stored.refresh_token().map(StandardRevocableToken::from);
        let access_token = stored.access_token().map(StandardRevocableToken::from);
        for token in refresh_token.into_iter().chain(access_token) {
            flow.revoke(token).request_async(http).await?;
        }
    }
    println!("logged out");
    Ok(())
}

/// A name comes from outside, and a terminal obeys its control characters.
fn shown(name: &str) -> String {
    name.chars().filter(|character| !character.is_control()).collect()
}
