//! The pushed authorization request (RFC 9126).

use oauth_flow::flow::{BeginError, ExchangeError, Flow, Origin, PushError};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, Unreachable, only, pairs, run};

#[oauth_client(
    kind = "web",
    client_id = "portal",
    authorization_endpoint = "https://idp.example.com/authorize?tenant=blue",
    token_endpoint = "https://idp.example.com/token",
    pushed_authorization_request_endpoint = "https://idp.example.com/par",
    redirect_uri = "https://app.example.com/callback",
    scope = "read",
    par
)]
struct Portal;

fn flow() -> Flow<Portal> {
    Flow::<Portal>::builder().client_secret("hush").build().unwrap()
}

const PUSHED: &str =
    r#"{"request_uri": "urn:ietf:params:oauth:request_uri:6esc", "expires_in": 60}"#;

#[test]
fn all_parameters_are_pushed_and_the_url_refers_to_them() {
    let http = Http::answering(201, PUSHED);
    let (url, pending) = flow().authorize().push(&http).unwrap();
    let stored = serde_json::to_value(&pending).unwrap();
    let request = http.request();
    assert_eq!(request.line, "POST https://idp.example.com/par");
    // RFC 6749 section 2.3.1: `portal:hush`.
    assert_eq!(request.authorization, ["Basic cG9ydGFsOmh1c2g="]);
    let challenge = request.parameter("code_challenge");
    assert_eq!(
        request.body,
        format!(
            "client_id=portal&response_type=code\
             &redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&scope=read&state={}\
             &code_challenge={challenge}&code_challenge_method=S256",
            stored["state"].as_str().unwrap()
        )
    );
    assert_eq!(
        url.as_str(),
        "https://idp.example.com/authorize?tenant=blue&client_id=portal\
         &request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3A6esc"
    );
}

#[test]
fn a_pushed_login_is_completed_like_any_other() {
    let http =
        Http::answering(201, PUSHED).then(200, r#"{"access_token": "at", "token_type": "Bearer"}"#);
    let flow = flow();
    let (_url, pending) = run(flow.authorize().push_async(&http)).unwrap();
    let state = http.request().parameter("state");
    let request = flow.complete(pending, &format!("code=c&state={state}")).unwrap();
    assert_eq!(run(request.request_async(&http)).unwrap().access_token().secret(), "at");
}

#[test]
fn a_client_that_need_not_push_may() {
    #[oauth_client(
        kind = "spa",
        client_id = "spa",
        authorization_endpoint = "https://idp.example.com/authorize",
        token_endpoint = "https://idp.example.com/token",
        redirect_uri = "https://app.example.com/callback"
    )]
    struct Frontend;
    let builder = Flow::<Frontend>::builder();
    let flow = builder.pushed_authorization_request_endpoint("https://idp.example.com/par").build();
    let http = Http::answering(201, PUSHED);
    let (url, _pending) = flow.unwrap().authorize().push(&http).unwrap();
    assert_eq!(only(&pairs(url.query().unwrap()), "client_id"), "spa");
    // Once: the client does not authenticate, and names itself in the body.
    assert_eq!(http.request().parameter("client_id"), "spa");
    let error = Flow::new(&Frontend).unwrap().authorize().push(&Http::default());
    let PushError::Begin(BeginError::MissingEndpoint(missing)) = error.map(|_| ()).unwrap_err()
    else {
        panic!("the endpoint is missing")
    };
    assert_eq!(
        missing.to_string(),
        "`pushed_authorization_request_endpoint` is missing; help: declare it, or call \
         `pushed_authorization_request_endpoint` of the builder"
    );
}

#[track_caller]
fn failed(http: &Http) -> PushError<Unreachable> {
    flow().authorize().push(http).map(|_| ()).expect_err("a failure")
}

#[test]
fn every_other_answer_is_an_error() {
    let error = failed(&Http::answering(400, r#"{"error": "invalid_request"}"#));
    let PushError::Exchange(ExchangeError::Server(refusal)) = &error else { panic!("{error:?}") };
    assert_eq!((refusal.status(), refusal.code().as_ref()), (400, "invalid_request"));
    let unreachable = failed(&Http::default().then_unreachable());
    assert!(matches!(unreachable, PushError::Exchange(ExchangeError::Http(Unreachable))));
    let told = |http: Http| match failed(&http) {
        PushError::Exchange(ExchangeError::Answer(error)) => error.to_string(),
        other => panic!("{other:?}"),
    };
    for (http, text) in [
        (
            Http::answering(202, PUSHED),
            "the server answered with HTTP status 202: the content type is `application/json`",
        ),
        (
            Http::default().then_typed(503, "text/html", ""),
            "the server answered with HTTP status 503: the content type is `text/html`",
        ),
        (Http::answering(302, ""), "the server redirects (HTTP status 302), which is not followed"),
        (
            Http::default().then_typed(201, "text/html", "<html>"),
            "the server's answer is not JSON: its content type is `text/html`",
        ),
        (
            Http::answering(201, "{}"),
            "the server's answer has no `request_uri`, which RFC 9126 section 2.2 requires",
        ),
        (
            Http::answering(201, r#"{"request_uri": "", "expires_in": 60}"#),
            "`request_uri` of the server's answer is empty, and RFC 9126 section 2.2 requires it",
        ),
        (
            Http::answering(201, r#"{"request_uri": 5}"#),
            "`request_uri` of the server's answer is a number, and RFC 9126 section 2.2 has a string",
        ),
    ] {
        assert_eq!(told(http), text);
    }
    // Some servers answer 200.
    assert!(flow().authorize().push(&Http::answering(200, PUSHED)).is_ok());
}

#[test]
fn a_value_that_is_not_declared_is_not_pushed() {
    let http = Http::default();
    let error = flow().authorize().scope("admin").push(&http).map(|_| ()).unwrap_err();
    let PushError::Begin(BeginError::Values(findings)) = error else { panic!("{error:?}") };
    assert_eq!(findings[0].origin, Origin::Method("scope"));
    assert!(http.requests().is_empty());
}
