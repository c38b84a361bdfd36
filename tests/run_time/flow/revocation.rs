//! Token revocation (RFC 7009).

use oauth_flow::flow::{AnswerError, ExchangeError, Flow, Retry};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, Unreachable, run};
use oauth2::{AccessToken, RefreshToken};

#[oauth_client(
    kind = "m2m",
    client_id = "worker",
    token_endpoint = "https://idp.example.com/token"
)]
struct Worker;

fn flow() -> Flow<Worker> {
    let builder = Flow::<Worker>::builder().client_secret("hush");
    builder.revocation_endpoint("https://idp.example.com/revoke").build().unwrap()
}

#[test]
fn a_token_is_revoked_with_a_hint_of_what_it_is() {
    let http = Http::answering(200, "").then_typed(200, "text/html", "done");
    let flow = flow();
    flow.revoke(RefreshToken::new("r/t".into())).request(&http).unwrap();
    run(flow.revoke(AccessToken::new("at".into())).request_async(&http)).unwrap();
    let requests = http.requests();
    assert_eq!(requests[0].line, "POST https://idp.example.com/revoke");
    // worker:hush
    assert_eq!(requests[0].authorization, ["Basic d29ya2VyOmh1c2g="]);
    assert_eq!(requests[0].body, "token=r%2Ft&token_type_hint=refresh_token");
    assert_eq!(requests[1].body, "token=at&token_type_hint=access_token");
}

#[test]
fn a_public_client_names_itself() {
    #[oauth_client(
        kind = "device",
        client_id = "tv",
        device_authorization_endpoint = "https://idp.example.com/device",
        token_endpoint = "https://idp.example.com/token",
        revocation_endpoint = "https://idp.example.com/revoke"
    )]
    struct Television;
    let http = Http::answering(200, "");
    let flow = Flow::new(&Television).unwrap();
    flow.revoke(AccessToken::new("at".into())).request(&http).unwrap();
    assert_eq!(http.request().body, "token=at&token_type_hint=access_token&client_id=tv");
}

#[track_caller]
fn failed(http: &Http) -> ExchangeError<Unreachable> {
    flow().revoke(AccessToken::new("at".into())).request(http).expect_err("a failure")
}

#[test]
fn a_token_that_may_still_be_valid_is_an_error() {
    let error = failed(&Http::answering(400, r#"{"error": "unsupported_token_type"}"#));
    assert!(
        matches!(&error, ExchangeError::Server(it) if it.code().as_ref() == "unsupported_token_type"),
        "{error:?}"
    );
    // RFC 7009 section 2.2.1: the token is still there, try again later.
    let error = failed(&Http::answering(503, ""));
    assert_eq!(error.retry(), Retry::Later(None));
    let down = matches!(error, ExchangeError::Answer(AnswerError::Status { status: 503, .. }));
    assert!(down, "{error:?}");
    let error = failed(&Http::default().then_unreachable());
    assert!(matches!(error, ExchangeError::Http(Unreachable)));
    let http = Http::default();
    let flow = Flow::<Worker>::builder().client_secret("hush").build().unwrap();
    let error = flow.revoke(AccessToken::new("at".into())).request(&http).unwrap_err();
    assert!(matches!(error, ExchangeError::MissingEndpoint(_)), "{error:?}");
    assert!(http.requests().is_empty());
}
