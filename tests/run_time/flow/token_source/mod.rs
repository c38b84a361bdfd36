//! A source of access tokens, against a server that rotates refresh tokens and takes a second use for a theft.

mod api;
mod background;
mod client;
mod failures;
#[cfg(feature = "token-file")]
mod file;
mod in_doubt;
mod login;
mod new_process;
mod races;
mod renewal;
mod rotating;
mod store_away;
mod stored;
mod stores;
mod unsent;
#[cfg(feature = "http")]
mod with_reqwest;

use std::future::Future;

use oauth_flow::flow::{Flow, MemoryTokenStore, TokenSource, TokenStore};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::clock;

use rotating::Rotating;

#[oauth_client(
    kind = "native",
    grant("authorization_code", "refresh_token"),
    refresh = "rotate",
    pkce = "S256",
    client_id = "cli",
    scope = "read",
    redirect_uri = "http://127.0.0.1/callback",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token"
)]
struct Cli;

fn flow() -> Flow<Cli> {
    Flow::<Cli>::builder().clock(clock).build().unwrap()
}

/// Runs a test in a runtime of one thread, whose timers go on as soon as nothing else is to be done.
fn run<F: Future>(test: F) -> F::Output {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_time().start_paused(true).build().unwrap().block_on(test)
}

/// Lets each task go on until it waits for something.
async fn others() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

/// A source whose user has logged in: the access token `at-0` lives for an hour, and the refresh token is
/// `rt-0`.
async fn logged_in(server: &Rotating) -> TokenSource<Cli> {
    logged_in_at(server, MemoryTokenStore::new()).await
}

async fn logged_in_at(server: &Rotating, store: impl TokenStore) -> TokenSource<Cli> {
    let source = flow().token_source(server.clone()).of_user(store);
    source.keep(&server.login()).await.unwrap();
    source
}

/// The access token as text.
async fn token<C>(source: &TokenSource<C>) -> String {
    source.access_token().await.unwrap().secret().clone()
}
