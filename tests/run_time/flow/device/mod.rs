//! The device authorization grant (RFC 8628).

mod answers;
mod stored;
mod wait;

use std::time::Duration;

use oauth_flow::flow::{
    AnswerError, DeviceError, DeviceLogin, ExchangeError, Flow, Origin, Poll, RequestError, Retry,
    parameter,
};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, Unreachable, clock, pass, run};

#[oauth_client(
    kind = "device",
    client_id = "tv",
    device_authorization_endpoint = "https://idp.example.com/device",
    token_endpoint = "https://idp.example.com/token",
    scope = "watch"
)]
struct Television;

const STARTED: &str = r#"{"device_code": "dc", "user_code": "WDJB-MJHT",
    "verification_uri": "https://idp.example.com/activate", "expires_in": 900}"#;
const PENDING: &str = r#"{"error": "authorization_pending"}"#;
const SLOW_DOWN: &str = r#"{"error": "slow_down"}"#;
const TOKENS: &str = r#"{"access_token": "at", "token_type": "Bearer"}"#;

fn flow() -> Flow<Television> {
    Flow::<Television>::builder().clock(clock).build().unwrap()
}

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Starts a login by the first answer.
fn started(http: &Http) -> DeviceLogin<Television> {
    flow().device().start(http).unwrap()
}

/// Waits on a clock that the sleep moves; gives the sleeps too.
fn waited(
    login: DeviceLogin<Television>,
    http: &Http,
) -> (Result<String, DeviceError<Unreachable>>, Vec<u64>) {
    let mut slept = Vec::new();
    let result = login.wait(http, |time| {
        assert!(slept.len() < 1_000, "the wait has no end");
        slept.push(time.as_secs());
        pass(time.as_secs());
    });
    (result.map(|tokens| tokens.access_token().secret().clone()), slept)
}

#[test]
fn a_login_starts_with_a_code_for_the_user() {
    let http = Http::answering(
        200,
        r#"{"device_code": "dc", "user_code": "WDJB-MJHT",
            "verification_uri": "https://idp.example.com/activate",
            "verification_uri_complete": "https://idp.example.com/activate?c=WDJB-MJHT",
            "expires_in": 900, "interval": 3}"#,
    );
    let login = flow().device().extra(parameter!("locale"), "de").start(&http).unwrap();
    assert_eq!(http.request().line, "POST https://idp.example.com/device");
    assert_eq!(http.request().body, "scope=watch&client_id=tv&locale=de");
    assert_eq!(login.user_code(), "WDJB-MJHT");
    assert_eq!(login.verification_uri(), "https://idp.example.com/activate");
    let complete = "https://idp.example.com/activate?c=WDJB-MJHT";
    assert_eq!(login.verification_uri_complete(), Some(complete));
    assert_eq!(login.interval(), seconds(3));
    assert_eq!(login.expires_at(), clock() + seconds(900));
}

#[test]
fn a_request_may_ask_for_its_own_scope_and_resource() {
    let http = Http::answering(200, STARTED);
    let flow = flow();
    let request = flow.device().scope("watch").resource("https://films.example.com");
    let _login = request.start(&http).unwrap();
    assert_eq!(
        http.request().body,
        "scope=watch&resource=https%3A%2F%2Ffilms.example.com&client_id=tv"
    );
}

#[test]
fn a_client_that_authenticates_names_itself_in_the_body_too() {
    #[oauth_client(
        kind = "web",
        grant("authorization_code", "device_code"),
        pkce = "S256",
        client_id = "kiosk",
        redirect_uri = "https://app.example.com/callback",
        authorization_endpoint = "https://idp.example.com/authorize",
        device_authorization_endpoint = "https://idp.example.com/device",
        token_endpoint = "https://idp.example.com/token",
        allow(kind_grant_mismatch, reason = "a kiosk with a backend")
    )]
    struct Kiosk;
    let flow = Flow::<Kiosk>::builder().client_secret("hush").build().unwrap();
    let http = Http::answering(200, STARTED).then(200, TOKENS);
    let mut login = flow.device().start(&http).unwrap();
    assert!(matches!(login.poll(&http), Ok(Poll::Done(_))));
    let requests = http.requests();
    // kiosk:hush
    assert_eq!(requests[0].authorization, ["Basic a2lvc2s6aHVzaA=="]);
    assert_eq!(requests[0].body, "client_id=kiosk");
    assert_eq!(requests[1].authorization, ["Basic a2lvc2s6aHVzaA=="]);
    assert_eq!(
        requests[1].body,
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=dc"
    );
}

#[test]
fn a_poll_says_how_long_to_wait() {
    let http = Http::answering(200, STARTED)
        .then(400, PENDING)
        .then(400, SLOW_DOWN)
        .then_asking(429, "30", SLOW_DOWN)
        .then_asking(400, "10", PENDING)
        .then(200, TOKENS);
    let mut login = started(&http);
    assert!(matches!(login.poll(&http), Ok(Poll::Pending(time)) if time == seconds(5)));
    assert!(matches!(run(login.poll_async(&http)), Ok(Poll::Pending(time)) if time == seconds(10)));
    // The longer of the interval and what the server asks for.
    assert!(matches!(login.poll(&http), Ok(Poll::Pending(time)) if time == seconds(30)));
    assert!(matches!(login.poll(&http), Ok(Poll::Pending(time)) if time == seconds(15)));
    assert_eq!(login.interval(), seconds(15));
    assert!(matches!(login.poll(&http), Ok(Poll::Done(_))));
}

#[test]
fn a_poll_that_failed_says_what_to_do_and_the_login_goes_on() {
    let http = Http::answering(200, STARTED)
        .then_unreachable()
        .then_asking(503, "120", "")
        .then(400, r#"{"error": "invalid_client"}"#)
        .then(400, r#"{"error": "invalid_grant"}"#)
        .then(400, r#"{"error": "access_denied"}"#)
        .then(200, TOKENS);
    let mut login = started(&http);
    let mut failed = || {
        let error = login.poll(&http).map(|_| ()).unwrap_err();
        // Nothing is kept of a failure: who polls decides.
        assert_eq!(login.interval(), seconds(5));
        error.retry()
    };
    assert_eq!(failed(), Retry::Later(None));
    assert_eq!(failed(), Retry::Later(Some(seconds(120))));
    assert_eq!(failed(), Retry::No);
    assert_eq!(failed(), Retry::NewLogin);
    assert_eq!(failed(), Retry::NewLogin);
    assert!(matches!(login.poll(&http), Ok(Poll::Done(_))));
    assert_eq!(http.requests().len(), 7);
}

#[test]
fn a_login_borrows_nothing() {
    fn for_a_task<T: Send + 'static>(task: T) -> T {
        task
    }
    let http = Http::answering(200, STARTED).then(200, TOKENS);
    let login = for_a_task(started(&http));
    let task = for_a_task(async move { login.wait_async(&http, |_| std::future::ready(())).await });
    assert_eq!(run(task).unwrap().access_token().secret(), "at");
}

#[test]
fn a_code_that_has_expired_is_not_sent() {
    let http = Http::answering(200, STARTED).then(400, PENDING);
    let mut login = started(&http);
    pass(899);
    assert!(matches!(login.poll(&http), Ok(Poll::Pending(_))));
    pass(1);
    let error = login.poll(&http).unwrap_err();
    assert!(matches!(error, DeviceError::Expired), "{error:?}");
    assert_eq!(error.to_string(), "the login took too long and expired");
    assert_eq!(error.retry(), Retry::NewLogin);
    assert_eq!(http.requests().len(), 2);
}

#[test]
fn every_failure_to_start_is_named() {
    let flow = flow();
    let start = |http: &Http| flow.device().start(http).map(|_| ()).unwrap_err();
    let refused = start(&Http::answering(400, r#"{"error": "invalid_client"}"#));
    assert!(matches!(refused, DeviceError::Exchange(ExchangeError::Server(_))), "{refused:?}");
    assert_eq!(refused.retry(), Retry::No);
    let unreachable = start(&Http::default().then_unreachable());
    assert!(matches!(unreachable, DeviceError::Exchange(ExchangeError::Http(Unreachable))));
    assert_eq!(unreachable.retry(), Retry::Later(None));
    let source = std::error::Error::source(&unreachable).unwrap();
    assert_eq!(source.to_string(), "no route to host");
    let busy = start(&Http::default().then_asking(429, "60", ""));
    assert_eq!(busy.retry(), Retry::Later(Some(seconds(60))));
    let malformed = start(&Http::answering(200, "[]"));
    let DeviceError::Exchange(ExchangeError::Answer(AnswerError::NotAnObject { .. })) = malformed
    else {
        panic!("{malformed:?}")
    };
    let http = Http::default();
    let values = flow.device().scope("admin").start(&http).map(|_| ()).unwrap_err();
    assert_eq!(values.retry(), Retry::No);
    let DeviceError::Values(findings) = values else { panic!("{values:?}") };
    assert_eq!(findings[0].origin, Origin::Method("scope"));
    assert!(http.requests().is_empty());
}

#[test]
fn a_token_request_that_failed_names_its_cause() {
    let http = Http::answering(200, STARTED).then_unreachable();
    let error = started(&http).poll(&http).unwrap_err();
    assert!(matches!(error, DeviceError::Token(RequestError::Exchange(ExchangeError::Http(_)))));
    assert_eq!(error.to_string(), "the request to the authorization server failed");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "no route to host");
}
