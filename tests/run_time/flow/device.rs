//! The device authorization grant (RFC 8628).

use std::time::Duration;

use oauth_flow::flow::{
    DeviceError, DeviceLogin, Flow, Origin, Poll, RequestError, TransportError, parameter,
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

/// Waits on a clock that the sleep moves; gives the sleeps too.
fn waited(
    login: DeviceLogin<'_, Television>,
    http: &Http,
) -> (Result<String, DeviceError<Unreachable>>, Vec<u64>) {
    let mut slept = Vec::new();
    let result = login.wait(http, |time| {
        slept.push(time.as_secs());
        pass(time.as_secs());
    });
    (result.map(|tokens| tokens.access_token().secret().clone()), slept)
}

#[test]
fn a_login_starts_with_a_code_for_the_user() {
    let flow = flow();
    let http = Http::answering(
        200,
        r#"{"device_code": "dc", "user_code": "WDJB-MJHT",
            "verification_uri": "https://idp.example.com/activate",
            "verification_uri_complete": "https://idp.example.com/activate?c=WDJB-MJHT",
            "expires_in": 900, "interval": 3}"#,
    );
    let login = flow.device().extra(parameter!("locale"), "de").start(&http).unwrap();
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
fn the_wait_is_five_seconds_and_five_more_for_each_slow_down() {
    let flow = flow();
    let http = Http::answering(200, STARTED)
        .then(400, PENDING)
        .then(400, SLOW_DOWN)
        .then(400, PENDING)
        .then(400, SLOW_DOWN)
        .then(200, TOKENS);
    let login = flow.device().start(&http).unwrap();
    let (tokens, slept) = waited(login, &http);
    assert_eq!(tokens.unwrap(), "at");
    assert_eq!(slept, [5, 5, 10, 10, 15]);
    let last = http.requests().pop().unwrap();
    assert_eq!(last.line, "POST https://idp.example.com/token");
    assert_eq!(
        last.body,
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=dc\
         &client_id=tv"
    );
}

#[test]
fn a_poll_says_how_long_to_wait() {
    let flow = flow();
    let http =
        Http::answering(200, STARTED).then(400, PENDING).then(400, SLOW_DOWN).then(200, TOKENS);
    let mut login = flow.device().start(&http).unwrap();
    assert!(matches!(login.poll(&http), Ok(Poll::Pending(time)) if time == seconds(5)));
    assert!(matches!(run(login.poll_async(&http)), Ok(Poll::Pending(time)) if time == seconds(10)));
    assert!(matches!(login.poll(&http), Ok(Poll::Done(_))));
}

#[test]
fn a_server_that_answers_with_the_status_of_success_is_understood() {
    let flow = flow();
    let http = Http::answering(200, STARTED).then(200, PENDING).then(200, TOKENS);
    let login = flow.device().start(&http).unwrap();
    assert_eq!(waited(login, &http).0.unwrap(), "at");
}

#[test]
fn an_asynchronous_wait_is_the_same() {
    let flow = flow();
    let http = Http::answering(200, STARTED).then(400, SLOW_DOWN).then(200, TOKENS);
    let login = run(flow.device().start_async(&http)).unwrap();
    let mut slept = Vec::new();
    let tokens = run(login.wait_async(&http, |time| {
        slept.push(time.as_secs());
        std::future::ready(())
    }));
    assert_eq!(tokens.unwrap().access_token().secret(), "at");
    assert_eq!(slept, [5, 10]);
}

#[test]
fn a_code_expires_on_the_clock_of_the_client() {
    let flow = flow();
    let mut http = Http::answering(200, STARTED);
    // 900 seconds in steps of five: asked 179 times, and not once more.
    for _ in 0..179 {
        http = http.then(400, PENDING);
    }
    let login = flow.device().start(&http).unwrap();
    let (result, slept) = waited(login, &http);
    assert!(matches!(result, Err(DeviceError::Expired)), "{result:?}");
    assert_eq!(slept.len(), 180);
    assert_eq!(http.requests().len(), 180);
}

#[test]
fn a_wait_ends_when_the_code_expires_however_long_the_interval() {
    let flow = flow();
    let started = |interval: &str| {
        let interval = format!(r#""expires_in": 900, "interval": {interval}"#);
        STARTED.replace(r#""expires_in": 900"#, &interval)
    };
    let http = Http::answering(200, &started("600")).then(400, PENDING);
    let (result, slept) = waited(flow.device().start(&http).unwrap(), &http);
    assert!(matches!(result, Err(DeviceError::Expired)), "{result:?}");
    assert_eq!(slept, [600, 300]);
    let http = Http::answering(200, &started("18446744073709551615"));
    let (result, slept) = waited(flow.device().start(&http).unwrap(), &http);
    assert!(matches!(result, Err(DeviceError::Expired)), "{result:?}");
    assert_eq!(slept, [900]);
}

#[test]
fn a_server_is_asked_once_a_second_at_most() {
    let flow = flow();
    let started = STARTED.replace('}', r#", "interval": 0}"#);
    let http = Http::answering(200, &started).then(400, PENDING).then(200, TOKENS);
    let (tokens, slept) = waited(flow.device().start(&http).unwrap(), &http);
    assert_eq!(tokens.unwrap(), "at");
    assert_eq!(slept, [1, 1]);
}

/// How a wait ends with this answer.
#[track_caller]
fn ended(status: u16, answer: &str) -> DeviceError<Unreachable> {
    let flow = flow();
    let http = Http::answering(200, STARTED).then(status, answer);
    let login = flow.device().start(&http).unwrap();
    waited(login, &http).0.expect_err("no tokens")
}

#[test]
fn a_user_who_refuses_or_is_late_ends_the_wait() {
    assert!(matches!(ended(400, r#"{"error": "access_denied"}"#), DeviceError::Denied));
    assert!(matches!(ended(400, r#"{"error": "expired_token"}"#), DeviceError::Expired));
    let error = ended(400, r#"{"error": "invalid_grant"}"#);
    assert_eq!(error.to_string(), "the server answered `invalid_grant` (HTTP status 400)");
    assert!(matches!(error, DeviceError::Token(RequestError::Server(_))));
    let error = ended(302, "");
    assert!(matches!(
        error,
        DeviceError::Token(RequestError::Transport(TransportError::Redirected { status: 302 }))
    ));
}

#[test]
fn a_server_out_of_reach_is_asked_less_often_and_then_given_up() {
    let flow = flow();
    let http = Http::answering(200, STARTED)
        .then_unreachable()
        .then_unreachable()
        .then(400, PENDING)
        .then_unreachable()
        .then_unreachable()
        .then_unreachable();
    let login = flow.device().start(&http).unwrap();
    let (result, slept) = waited(login, &http);
    assert!(matches!(result, Err(DeviceError::Token(RequestError::Http(Unreachable)))));
    assert_eq!(slept, [5, 10, 20, 20, 40, 80]);
}

#[test]
fn a_user_is_sent_to_https_or_to_the_own_machine() {
    let start = |uri: &str, complete: &str| {
        let flow = flow();
        let answer = format!(
            r#"{{"device_code": "dc", "user_code": "uc", "verification_uri": "{uri}",
                 "verification_uri_complete": "{complete}", "expires_in": 900}}"#
        );
        flow.device().start(&Http::answering(200, &answer)).map(|_| ())
    };
    let good = "https://idp.example.com/activate";
    assert!(start(good, good).is_ok());
    assert!(start("http://127.0.0.1:8080/activate", good).is_ok());
    for bad in [
        "javascript:alert(1)",
        "http://idp.example.com/activate",
        "data:text/html,x",
        "file:///etc/passwd",
        "http://127.0.0.1.evil.example/",
    ] {
        assert!(matches!(start(bad, good), Err(DeviceError::VerificationUri)), "{bad}");
        assert!(matches!(start(good, bad), Err(DeviceError::VerificationUri)), "{bad}");
    }
    for bad in ["idp.example.com/activate", "//idp.example.com", ""] {
        let error = start(bad, good).unwrap_err();
        assert!(matches!(error, DeviceError::Transport(TransportError::Malformed { .. })), "{bad}");
        assert!(matches!(start(good, bad), Err(DeviceError::VerificationUri)), "{bad}");
    }
}

#[test]
fn every_failure_to_start_is_named() {
    let flow = flow();
    let start = |http: &Http| flow.device().start(http).map(|_| ()).unwrap_err();
    let refused = start(&Http::answering(400, r#"{"error": "invalid_client"}"#));
    assert!(matches!(refused, DeviceError::Server(_)), "{refused:?}");
    let unreachable = start(&Http::default().then_unreachable());
    assert!(matches!(unreachable, DeviceError::Http(Unreachable)));
    let malformed = start(&Http::answering(200, "[]"));
    assert!(matches!(malformed, DeviceError::Transport(TransportError::Malformed { .. })));
    let http = Http::default();
    let values = flow.device().scope("admin").start(&http).map(|_| ()).unwrap_err();
    let DeviceError::Values(findings) = values else { panic!("{values:?}") };
    assert_eq!(findings[0].origin, Origin::Method("scope"));
    assert!(http.requests().is_empty());
}
