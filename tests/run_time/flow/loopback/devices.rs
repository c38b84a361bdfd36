//! Where no browser can be opened, and the user logs in on another device.

use std::io;
use std::net::TcpListener;
use std::sync::Mutex;

use oauth_flow::flow::{DeviceError, Flow, LoopbackError, Retry};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::Http;

use super::{Browser, TOKENS, block_on, log_in};

#[oauth_client(
    kind = "native",
    grant("authorization_code", "device_code"),
    pkce = "S256",
    client_id = "tool",
    authorization_endpoint = "https://idp.example.com/authorize",
    device_authorization_endpoint = "https://idp.example.com/device",
    token_endpoint = "https://idp.example.com/token",
    redirect_uri = "http://127.0.0.1/callback",
    scope = "read"
)]
struct Tool;

fn tool() -> Flow<Tool> {
    Flow::new(&Tool).unwrap()
}

const STARTED: &str = r#"{"device_code": "dc", "user_code": "WDJB-MJHT",
    "verification_uri": "https://idp.example.com/activate", "expires_in": 900}"#;
const PENDING: &str = r#"{"error": "authorization_pending"}"#;

/// Runs on a clock that moves whenever nothing else is to be done.
fn on_paused_clock<F: Future>(future: F) -> F::Output {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().start_paused(true).build().unwrap().block_on(future)
}

fn lines(http: &Http) -> Vec<String> {
    http.requests().into_iter().map(|request| request.line).collect()
}

#[test]
fn without_a_browser_the_device_grant_begins() {
    let flow = tool();
    let http = Http::answering(200, STARTED).then(400, PENDING).then(200, TOKENS);
    let shown = Mutex::new(Vec::new());
    let login = flow.login_on_loopback().without_browser().or_device(flow.device(), |login| {
        let uri = login.verification_uri().to_owned();
        shown.lock().unwrap().push((login.user_code().to_owned(), uri));
    });
    let login = login.on_url(|_, _| panic!("nobody listens"));
    let (tokens, waited) = on_paused_clock(async {
        let begun = tokio::time::Instant::now();
        (login.request_async(&http).await, begun.elapsed().as_secs())
    });
    assert_eq!(tokens.unwrap().access_token().secret(), "at");
    let uri = "https://idp.example.com/activate".to_owned();
    assert_eq!(shown.into_inner().unwrap(), [("WDJB-MJHT".to_owned(), uri)]);
    // Two polls, at the interval of RFC 8628 section 3.2.
    assert_eq!(waited, 10);
    let (device, token) =
        ("POST https://idp.example.com/device", "POST https://idp.example.com/token");
    assert_eq!(lines(&http), [device, token, token]);
    assert_eq!(http.requests()[0].parameter("scope"), "read");
}

#[test]
fn a_browser_that_cannot_be_opened_closes_the_listener_first() {
    let flow = tool();
    let http = Http::answering(200, STARTED).then(200, TOKENS);
    let address = std::sync::Arc::new(Mutex::new(None));
    let seen = std::sync::Arc::clone(&address);
    let login = flow.login_on_loopback().open_browser(move |url| {
        *seen.lock().unwrap() = Some(Browser::sent_to(url).address);
        Err(io::ErrorKind::NotFound.into())
    });
    let login = login.on_url(|_, _| panic!("nobody listens"));
    let login = login.or_device(flow.device(), |_| {
        TcpListener::bind(address.lock().unwrap().unwrap()).expect("the port is free");
    });
    on_paused_clock(login.request_async(&http)).unwrap();
    assert_eq!(lines(&http).len(), 2);
}

#[test]
fn a_browser_that_was_opened_leaves_the_device_alone() {
    let flow = tool();
    let http = Http::answering(200, TOKENS);
    let login = flow.login_on_loopback().or_device(flow.device(), |_| panic!("no code is shown"));
    let (tokens, page) = log_in(login, &http, |browser| browser.follow());
    tokens.unwrap();
    page.assert_success();
    assert_eq!(lines(&http), ["POST https://idp.example.com/token"]);
    // Neither does a refusal of the user, nor the end of the time, begin another login.
    let login = flow.login_on_loopback().or_device(flow.device(), |_| panic!("no code is shown"));
    let (outcome, page) = log_in(login, &Http::default(), |browser| {
        browser.get(&format!("/callback?error=access_denied&state={}", browser.state))
    });
    assert!(matches!(outcome, Err(LoopbackError::Complete(_))), "{outcome:?}");
    page.assert_failure();
    let login = flow.login_on_loopback().or_device(flow.device(), |_| panic!("no code is shown"));
    let outcome = on_paused_clock(login.open_browser(|_| Ok(())).request_async(&http));
    assert!(matches!(outcome, Err(LoopbackError::TimeLimit(_))), "{outcome:?}");
}

#[test]
fn a_listener_that_cannot_be_bound_is_no_missing_browser() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let redirect_uri = format!("http://{}/callback", listener.local_addr().unwrap());
    let flow = tool();
    let authorize = flow.authorize().redirect_uri(redirect_uri);
    let login = authorize.on_loopback().or_device(flow.device(), |_| panic!("no code is shown"));
    let login = login.open_browser(|_| panic!("no browser is opened"));
    let outcome = block_on(login.request_async(&Http::default()));
    assert!(matches!(outcome, Err(LoopbackError::Bind { .. })), "{outcome:?}");
}

#[test]
fn a_device_login_that_fails_is_the_error() {
    let flow = tool();
    let ended = |http: Http| {
        let login = flow.login_on_loopback().without_browser().or_device(flow.device(), |_| ());
        on_paused_clock(login.request_async(&http)).map(|_| ()).unwrap_err()
    };
    let error = ended(Http::answering(200, STARTED).then(400, r#"{"error": "access_denied"}"#));
    assert!(matches!(error, LoopbackError::Device(DeviceError::Denied)), "{error:?}");
    assert_eq!(error.to_string(), "the user refused the login");
    assert_eq!(error.retry(), Retry::NewLogin);
    let error = ended(Http::default().then_unreachable());
    assert!(matches!(error, LoopbackError::Device(DeviceError::Exchange(_))), "{error:?}");
    assert_eq!(error.retry(), Retry::Later(None));
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn a_device_login_is_cancelled_too() {
    let flow = tool();
    let http = Http::answering(200, STARTED);
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let login = flow.login_on_loopback().without_browser();
    let login = login.until(async { receiver.await.unwrap() });
    let login = login.or_device(flow.device(), |_| sender.send(()).unwrap());
    let outcome = on_paused_clock(login.request_async(&http));
    assert!(matches!(outcome, Err(LoopbackError::Cancelled)), "{outcome:?}");
}

#[test]
fn the_request_of_the_device_is_one_of_its_own() {
    let flow = tool();
    let http = Http::answering(200, STARTED).then(200, TOKENS);
    let login = flow.authorize().resource("https://api.example.com/a").on_loopback();
    let device = flow.device().resource("https://api.example.com/b");
    let login = login.without_browser().or_device(device, |_| ());
    on_paused_clock(login.request_async(&http)).unwrap();
    assert_eq!(http.requests()[0].parameter("resource"), "https://api.example.com/b");
}
