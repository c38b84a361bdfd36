//! The device authorization grant where it does not go straight to its token.

use std::cell::RefCell;
use std::future::ready;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use oauth_flow::flow::{
    DeviceError, ExchangeError, Flow, Poll, RequestError, SafeHttp, SafeHttpError,
};
use oauth_flow_e2e_tests::{Server, tests};
use serde_json::json;

use crate::clients::Device;
use crate::{closed_port, flow, http, metadata, server, start};

tests! {
    a_device_that_is_told_to_slow_down_waits_five_seconds_longer_from_then_on
    a_server_that_says_pending_with_the_status_of_success_is_understood
    a_user_who_refuses_the_device_is_denied
    a_user_who_takes_too_long_at_the_device_is_not_asked_for
    a_device_whose_server_stays_away_gives_up_after_three_minutes
    a_device_waits_through_a_bad_minute_of_its_server
    a_device_waits_through_a_bad_minute_of_its_server_asynchronously
}

fn a_device_that_is_told_to_slow_down_waits_five_seconds_longer_from_then_on() {
    let server = start();
    let flow = flow(&server, &Device);
    let login = flow.device().start(http()).unwrap();
    assert_eq!(login.interval(), Duration::from_secs(5));
    server.script("/token", 400, &json!({ "error": "slow_down" }));
    let code = login.user_code().to_owned();
    let mut sleeps = Vec::new();
    let tokens = login.wait(http(), |time| {
        sleeps.push(time.as_secs());
        if sleeps.len() == 3 {
            server.approve_device(&code);
        }
    });
    tokens.unwrap();
    assert_eq!(sleeps, [5, 10, 10]);
}

fn a_server_that_says_pending_with_the_status_of_success_is_understood() {
    let server = start();
    let flow = flow(&server, &Device);
    let mut login = flow.device().start(http()).unwrap();
    server.script("/token", 200, &json!({ "error": "authorization_pending" }));
    let answer = login.poll(http()).unwrap();
    assert!(matches!(answer, Poll::Pending(_)), "{answer:?}");
    server.approve_device(login.user_code());
    let answer = login.poll(http()).unwrap();
    assert!(matches!(answer, Poll::Done(_)), "{answer:?}");
}

fn a_user_who_refuses_the_device_is_denied() {
    let server = server();
    let flow = flow(server, &Device);
    let login = flow.device().start(http()).unwrap();
    server.deny_device(login.user_code());
    let error = login.wait(http(), |_| {}).unwrap_err();
    assert!(matches!(error, DeviceError::Denied), "{error:?}");
}

/// How far the clock of the next test is ahead, in seconds.
static AHEAD: AtomicU64 = AtomicU64::new(0);

fn a_user_who_takes_too_long_at_the_device_is_not_asked_for() {
    let server = server();
    let clock = || SystemTime::now() + Duration::from_secs(AHEAD.load(Ordering::SeqCst));
    let builder = Flow::builder().config(&Device).server(&metadata(server));
    let flow = builder.clock(clock).build().unwrap();
    let login = flow.device().start(http()).unwrap();
    let mut polls = 0;
    let error = login.wait(http(), |_| {
        polls += 1;
        if polls == 2 {
            AHEAD.store(24 * 60 * 60, Ordering::SeqCst);
        }
    });
    assert!(matches!(error, Err(DeviceError::Expired)), "{error:?}");
    assert_eq!(polls, 2);
}

fn a_device_whose_server_stays_away_gives_up_after_three_minutes() {
    let server = server();
    let flow = Flow::builder()
        .config(&Device)
        .server(&metadata(server))
        .token_endpoint(format!("{}/token", closed_port()))
        .build()
        .unwrap();
    let login = flow.device().start(http()).unwrap();
    let mut sleeps = Vec::new();
    let error = login.wait(http(), |time| sleeps.push(time.as_secs())).unwrap_err();
    let down = matches!(
        error,
        DeviceError::Token(RequestError::Exchange(ExchangeError::Http(SafeHttpError::Reqwest(_))))
    );
    assert!(down, "{error:?}");
    assert_eq!(sleeps, [5, 10, 20, 40, 60, 60]);
}

/// What comes before the user approves: pending, a fault of a server in front of this one, pending,
/// too many requests, pending.
fn script_a_bad_minute(server: &Server) {
    let pending = json!({ "error": "authorization_pending" });
    server.script("/token", 400, &pending);
    server.script("/token", 503, &json!("<html>Service unavailable</html>"));
    server.script("/token", 400, &pending);
    server.script_with("/token", 429, &[("retry-after", "30")], &json!({}));
    server.script("/token", 400, &pending);
}

/// The waits before each of the six requests of a bad minute, in seconds.
#[track_caller]
fn assert_patient(server: &Server, waits: &[u64]) {
    assert_eq!(server.record().of("/token").count(), 6);
    assert_eq!(waits.len(), 6, "{waits:?}");
    assert!(waits.iter().all(|it| *it >= 5), "{waits:?}");
    // RFC 9110 section 10.2.3: so long after the fourth answer.
    assert!(waits[4] >= 30, "{waits:?}");
}

fn a_device_waits_through_a_bad_minute_of_its_server() {
    let server = start();
    let flow = flow(&server, &Device);
    let login = flow.device().start(http()).unwrap();
    script_a_bad_minute(&server);
    let code = login.user_code().to_owned();
    let mut waits = Vec::new();
    let tokens = login.wait(http(), |time| {
        waits.push(time.as_secs());
        if waits.len() == 6 {
            server.approve_device(&code);
        }
    });
    tokens.unwrap();
    assert_patient(&server, &waits);
}

fn a_device_waits_through_a_bad_minute_of_its_server_asynchronously() {
    let server = start();
    let flow = flow(&server, &Device);
    let waits = RefCell::new(Vec::new());
    crate::asynchronous::run(async {
        let http = SafeHttp::new().unwrap();
        let login = flow.device().start_async(&http).await.unwrap();
        script_a_bad_minute(&server);
        let code = login.user_code().to_owned();
        let sleep = |time: Duration| {
            let mut waits = waits.borrow_mut();
            waits.push(time.as_secs());
            if waits.len() == 6 {
                server.approve_device(&code);
            }
            ready(())
        };
        login.wait_async(&http, sleep).await.unwrap();
    });
    assert_patient(&server, &waits.into_inner());
}
