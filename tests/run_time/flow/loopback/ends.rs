//! How a login ends without tokens, or with tokens that cannot be used.

use std::future::poll_fn;
use std::io::Write as _;
use std::net::TcpListener;
use std::pin::Pin;
use std::time::Duration;

use oauth_flow::flow::{
    AuthorizationErrorCode, CompleteError, ExchangeError, Flow, LoopbackError, RequestError, Retry,
};
use oauth_flow_run_time_tests::{Http, Unreachable, clock, pass, run};
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse};
use tokio::sync::oneshot;

use super::{App, Browser, Page, TOKENS, app, block_on, failed, log_in, opened_by, slow_server};

/// How the login of the app ends that is answered by these parameters beside the right `state`.
#[track_caller]
fn ended_by(http: &Http, parameters: &'static str) -> (LoopbackError<Unreachable>, Page) {
    failed(log_in(app().login_on_loopback(), http, move |browser| {
        browser.get(&format!("/callback?{parameters}&state={}", browser.state))
    }))
}

#[test]
fn a_user_who_refuses_ends_it_and_is_told() {
    let http = Http::default();
    let (error, page) = ended_by(&http, "error=access_denied&error_description=No");
    let LoopbackError::Complete(CompleteError::Refused(refused)) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(refused.code(), &AuthorizationErrorCode::AccessDenied);
    assert_eq!(refused.description(), Some("No"));
    assert_eq!(error.to_string(), "the authorization request was refused: `access_denied`");
    assert_eq!(error.retry(), Retry::NewLogin);
    page.assert_failure();
    assert!(http.requests().is_empty());
}

#[test]
fn a_response_that_is_not_accepted_ends_it() {
    for parameters in ["", "code=", "code=%01", "code=c&iss=https://evil.example"] {
        let (error, page) = ended_by(&Http::default(), parameters);
        assert!(matches!(error, LoopbackError::Complete(_)), "{error:?}");
        page.assert_failure();
    }
}

#[test]
fn nothing_of_a_response_is_on_the_page() {
    let (_, page) = ended_by(
        &Http::default(),
        "error=%3Cscript%3Ealert(1)%3C/script%3E&error_description=%3Cb%3Ehush&code=hush",
    );
    page.assert_failure();
    assert!(!page.body.contains("alert") && !page.body.contains("hush"), "{page:?}");
}

#[test]
fn a_token_request_that_fails_is_told_truly() {
    for (http, retry) in [
        (Http::answering(400, r#"{"error": "invalid_grant"}"#), Retry::NewLogin),
        (Http::answering(401, r#"{"error": "invalid_client"}"#), Retry::No),
        // The code may be used up.
        (Http::default().then_unreachable(), Retry::NewLogin),
        (Http::answering(503, "{}"), Retry::NewLogin),
        (Http::answering(200, r#"{"access_token": "at", "token_type": "DPoP"}"#), Retry::No),
    ] {
        let (error, page) = ended_by(&http, "code=c0de");
        assert!(matches!(error, LoopbackError::Token(_)), "{error:?}");
        assert_eq!(error.retry(), retry, "{error:?}");
        page.assert_failure();
    }
    let (error, _) = ended_by(&Http::default().then_unreachable(), "code=c0de");
    let LoopbackError::Token(RequestError::Exchange(ExchangeError::Http(Unreachable))) = &error
    else {
        panic!("{error:?}")
    };
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn the_page_waits_for_the_tokens() {
    let (http, told) = slow_server();
    let (tokens, page) = log_in(app().login_on_loopback(), &http, move |browser| {
        let stream = browser.connect();
        let request = browser.request("GET", &browser.answer());
        (&stream).write_all(request.as_bytes()).unwrap();
        // What is answered after it shows that it was read.
        assert_eq!(browser.get("/favicon.ico").status, 404);
        stream.set_nonblocking(true).unwrap();
        let early = stream.peek(&mut [0]).map_err(|error| error.kind());
        assert_eq!(early, Err(std::io::ErrorKind::WouldBlock), "no page before the tokens");
        stream.set_nonblocking(false).unwrap();
        told.notify_one();
        Page::read(stream)
    });
    tokens.unwrap();
    page.assert_success();
}

#[test]
fn a_browser_that_leaves_before_the_tokens_came_loses_none() {
    let (http, told) = slow_server();
    let (tokens, ()) = log_in(app().login_on_loopback(), &http, move |browser| {
        let mut stream = browser.connect();
        let request = browser.request("GET", &browser.answer());
        stream.write_all(request.as_bytes()).unwrap();
        assert_eq!(browser.get("/favicon.ico").status, 404);
        drop(stream);
        assert_eq!(browser.get("/favicon.ico").status, 404);
        told.notify_one();
    });
    assert_eq!(tokens.unwrap().access_token().secret(), "at");
}

#[test]
fn a_page_that_is_loaded_again_before_the_tokens_came_tells_of_them_too() {
    let (http, told) = slow_server();
    let flow = app();
    let (tokens, page) = log_in(flow.login_on_loopback(), &http, move |browser| {
        let request = browser.request("GET", &browser.answer());
        let mut stream = browser.connect();
        stream.write_all(request.as_bytes()).unwrap();
        assert_eq!(browser.get("/favicon.ico").status, 404);
        drop(stream);
        let mut again = browser.connect();
        again.write_all(request.as_bytes()).unwrap();
        for _ in 0..3 {
            assert_eq!(browser.get("/favicon.ico").status, 404);
        }
        told.notify_one();
        Page::read(again)
    });
    tokens.unwrap();
    page.assert_success();
}

/// Runs on a clock that moves whenever nothing else is to be done.
fn on_paused_clock<F: Future>(future: F) -> F::Output {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().start_paused(true).build().unwrap().block_on(future)
}

#[test]
fn a_user_who_does_not_come_back_is_waited_for_until_the_time_limit() {
    let elapsed = |limit: Option<u64>| {
        on_paused_clock(async {
            let flow = app();
            let login = flow.login_on_loopback().open_browser(|_| Ok(()));
            let login = match limit {
                Some(seconds) => login.time_limit(Duration::from_secs(seconds)),
                None => login,
            };
            let begun = tokio::time::Instant::now();
            let error = login.request_async(&Http::default()).await.map(|_| ()).unwrap_err();
            (begun.elapsed().as_secs(), error)
        })
    };
    let (seconds, error) = elapsed(None);
    assert_eq!(seconds, 300);
    assert_eq!(error.to_string(), "the login was not finished in the browser within 300 seconds");
    assert_eq!(error.retry(), Retry::NewLogin);
    assert_eq!(elapsed(Some(30)).0, 30);
}

#[test]
fn a_visitor_does_not_move_the_time_limit() {
    let held = on_paused_clock(async {
        let flow = app();
        let (sender, receiver) = std::sync::mpsc::channel();
        let login = flow.login_on_loopback().open_browser(move |url| {
            // It is held open, and sends nothing.
            sender.send(Browser::sent_to(url).connect()).unwrap();
            Ok(())
        });
        let begun = tokio::time::Instant::now();
        let error = login.request_async(&Http::default()).await.map(|_| ()).unwrap_err();
        assert!(matches!(error, LoopbackError::TimeLimit(_)), "{error:?}");
        assert_eq!(begun.elapsed().as_secs(), 300);
        receiver.recv().unwrap()
    });
    drop(held);
}

/// A server that takes 400 seconds.
struct Server400;

impl<'c> AsyncHttpClient<'c> for Server400 {
    type Error = Unreachable;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Unreachable>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        let http = Http::answering(200, TOKENS);
        Box::pin(async move {
            tokio::time::sleep(Duration::from_secs(400)).await;
            AsyncHttpClient::call(&http, request).await
        })
    }
}

#[test]
fn the_time_limit_is_that_of_the_user_and_not_of_the_server() {
    let (page, seconds) = on_paused_clock(async {
        let flow = app();
        let (sender, receiver) = std::sync::mpsc::channel();
        // The clock stands while the browser is being opened.
        let login = flow.login_on_loopback().open_browser(move |url| {
            let browser = Browser::sent_to(url);
            let mut stream = browser.connect();
            let request = browser.request("GET", &browser.answer());
            stream.write_all(request.as_bytes())?;
            // What is answered after it shows that it was read.
            assert_eq!(browser.get("/favicon.ico").status, 404);
            sender.send(stream).unwrap();
            Ok(())
        });
        let begun = tokio::time::Instant::now();
        login.request_async(&Server400).await.unwrap();
        (Page::read(receiver.recv().unwrap()), begun.elapsed().as_secs())
    });
    page.assert_success();
    assert_eq!(seconds, 400);
}

#[test]
fn a_login_is_cancelled_by_a_future() {
    let flow = app();
    let (sender, receiver) = oneshot::channel();
    let login = flow.login_on_loopback().until(async { receiver.await.unwrap() });
    let login = login.open_browser(|url| {
        assert_eq!(Browser::sent_to(url).address.ip().to_string(), "127.0.0.1");
        sender.send(()).unwrap();
        Ok(())
    });
    let error = block_on(login.request_async(&Http::default())).map(|_| ()).unwrap_err();
    assert!(matches!(error, LoopbackError::Cancelled), "{error:?}");
    assert_eq!(error.to_string(), "the login was cancelled");
    assert_eq!(error.retry(), Retry::NewLogin);
}

#[test]
fn a_browser_that_waits_for_a_cancelled_login_is_told() {
    let flow = app();
    let (http, _told) = slow_server();
    let (sender, receiver) = oneshot::channel();
    let login = flow.login_on_loopback().until(async { receiver.await.unwrap() });
    let (outcome, page) = log_in(login, &http, |browser| {
        let stream = browser.connect();
        let request = browser.request("GET", &browser.answer());
        (&stream).write_all(request.as_bytes()).unwrap();
        assert_eq!(browser.get("/favicon.ico").status, 404);
        sender.send(()).unwrap();
        Page::read(stream)
    });
    assert!(matches!(outcome, Err(LoopbackError::Cancelled)), "{outcome:?}");
    page.assert_failure();
}

#[test]
fn a_login_that_is_dropped_frees_its_port() {
    let flow = app();
    let address = block_on(async {
        let (sender, mut receiver) = oneshot::channel();
        let login = flow.login_on_loopback().open_browser(|url| {
            sender.send(Browser::sent_to(url).address).unwrap();
            Ok(())
        });
        let http = Http::default();
        let mut request = Box::pin(login.request_async(&http));
        let opened = poll_fn(|context| {
            assert!(request.as_mut().poll(context).is_pending(), "nobody came");
            Pin::new(&mut receiver).poll(context)
        });
        let address = opened.await.unwrap();
        drop(request);
        // Nothing of the runtime has run meanwhile.
        TcpListener::bind(address).unwrap();
        address
    });
    assert!(std::net::TcpStream::connect(address).is_err());
}

#[test]
fn without_a_runtime_it_is_an_error() {
    let flow = app();
    let error = run(flow.login_on_loopback().request_async(&Http::default()));
    let error = error.map(|_| ()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no tokio runtime to listen on; help: call `request_async` in one whose IO and time are \
         enabled"
    );
    assert_eq!(error.retry(), Retry::No);
}

#[test]
fn a_login_that_expired_is_not_completed() {
    let builder = Flow::<App>::builder().clock(clock).login_lifetime(Duration::from_secs(60));
    let flow = builder.build().unwrap();
    let (sender, passed) = std::sync::mpsc::channel();
    let (login, receiver) = opened_by(flow.login_on_loopback(), move |browser| {
        passed.recv().unwrap();
        browser.follow()
    });
    // The clock is that of this thread.
    let login = login.on_url(move |_, _| {
        pass(60);
        sender.send(()).unwrap();
    });
    let error = block_on(login.request_async(&Http::default())).map(|_| ()).unwrap_err();
    assert!(matches!(error, LoopbackError::Complete(CompleteError::Expired)), "{error:?}");
    receiver.recv().unwrap().assert_failure();
}

#[test]
fn the_future_of_a_login_can_be_sent_to_another_thread() {
    fn sent<T: Send>(it: T) -> T {
        it
    }
    let flow = app();
    let http = Http::answering(200, TOKENS);
    let (login, receiver) = opened_by(flow.login_on_loopback(), |browser| browser.follow());
    let login = login.until(std::future::pending()).on_url(|_, _| ());
    let tokens = block_on(sent(login.request_async(&http)));
    tokens.unwrap();
    receiver.recv().unwrap().assert_success();
}

#[test]
fn what_is_shown_of_a_login_has_no_secret() {
    let flow = app();
    let login = flow.login_on_loopback().app_name("Example");
    assert_eq!(format!("{login:?}"), "LoopbackLogin { client_id: \"app\", time_limit: 300s, .. }");
}
