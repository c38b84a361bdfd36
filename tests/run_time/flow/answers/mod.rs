//! What a token endpoint answers: the tokens that are taken, and every answer that is refused.

mod refused;
mod taken;

use oauth_flow::flow::{
    AnswerError, ExchangeError, Flow, RequestError, ServerError, Tokens, UnusableReason,
};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, Unreachable};
use oauth2::RefreshToken;

#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token", "token-exchange"),
    pkce = "S256",
    client_id = "portal",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    redirect_uri = "https://app.example.com/callback",
    scope = "read write"
)]
struct Portal;

fn flow() -> Flow<Portal> {
    Flow::<Portal>::builder().client_secret("hush").build().unwrap()
}

fn old() -> RefreshToken {
    RefreshToken::new("old".into())
}

/// The answer of a refresh.
fn refreshed(json: &str) -> Result<Tokens, RequestError<Unreachable>> {
    flow().refresh(old()).request(&Http::answering(200, json))
}

/// The answer to a code.
fn exchanged(http: &Http) -> Result<Tokens, RequestError<Unreachable>> {
    let flow = flow();
    let (_url, pending) = flow.authorize().begin().unwrap();
    let stored = serde_json::to_value(&pending).unwrap();
    let response = format!("code=c&state={}", stored["state"].as_str().unwrap());
    flow.complete(pending, &response).unwrap().request(http)
}

#[track_caller]
fn refused(http: &Http) -> RequestError<Unreachable> {
    exchanged(http).expect_err("no tokens")
}

/// What is wrong with the answer.
#[track_caller]
fn answer_error(http: &Http) -> AnswerError {
    match refused(http) {
        RequestError::Exchange(ExchangeError::Answer(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// What the server refuses with.
#[track_caller]
fn server_error(http: &Http) -> ServerError {
    match refused(http) {
        RequestError::Exchange(ExchangeError::Server(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// Why tokens that were issued are of no use, and the refresh token that is kept.
#[track_caller]
fn unusable(error: RequestError<Unreachable>) -> (UnusableReason, Option<String>) {
    let RequestError::Unusable(unusable) = error else { panic!("{error:?}") };
    let token = unusable.refresh_token().map(|token| token.secret().clone());
    (unusable.reason().clone(), token)
}
