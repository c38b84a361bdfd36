//! The wait for the user: how often it asks, what it bears and what ends it.

use std::sync::atomic::{AtomicUsize, Ordering};

use oauth_flow::flow::{
    AnswerError, AssertionClaims, DeviceError, ExchangeError, Flow, RequestError, SignError, Signer,
};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, Unreachable, clock, run};

use super::{PENDING, SLOW_DOWN, STARTED, TOKENS, flow, started, waited};

/// The answer to the start, with an interval.
fn with_interval(interval: &str) -> Http {
    Http::answering(200, &STARTED.replace('}', &format!(r#", "interval": {interval}}}"#)))
}

#[test]
fn it_is_five_seconds_and_five_more_for_each_slow_down() {
    let http = Http::answering(200, STARTED)
        .then(400, PENDING)
        .then(400, SLOW_DOWN)
        .then(400, PENDING)
        .then(400, SLOW_DOWN)
        .then(200, TOKENS);
    let (tokens, slept) = waited(started(&http), &http);
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
fn a_pending_login_is_one_with_any_status() {
    for status in [200, 400, 403, 428, 429, 500, 503] {
        let http = Http::answering(200, STARTED)
            .then(status, PENDING)
            .then(status, SLOW_DOWN)
            .then(200, TOKENS);
        let (tokens, slept) = waited(started(&http), &http);
        assert_eq!(tokens.unwrap(), "at", "{status}");
        assert_eq!(slept, [5, 5, 10], "{status}");
    }
}

#[test]
fn it_is_the_same_asynchronously() {
    let http = Http::answering(200, STARTED)
        .then(400, SLOW_DOWN)
        .then_unreachable()
        .then(400, PENDING)
        .then(200, TOKENS);
    let login = run(flow().device().start_async(&http)).unwrap();
    let mut slept = Vec::new();
    let tokens = run(login.wait_async(&http, |time| {
        slept.push(time.as_secs());
        std::future::ready(())
    }));
    assert_eq!(tokens.unwrap().access_token().secret(), "at");
    assert_eq!(slept, [5, 10, 20, 10]);
}

#[test]
fn a_code_expires_on_the_clock_of_the_client() {
    let mut http = Http::answering(200, STARTED);
    // 900 seconds in steps of five: asked 179 times, and not once more.
    for _ in 0..179 {
        http = http.then(400, PENDING);
    }
    let (result, slept) = waited(started(&http), &http);
    assert!(matches!(result, Err(DeviceError::Expired)), "{result:?}");
    assert_eq!(slept.len(), 180);
    assert_eq!(http.requests().len(), 180);
}

#[test]
fn it_ends_when_the_code_expires_however_long_the_pause() {
    let http = with_interval("600").then(400, PENDING);
    let (result, slept) = waited(started(&http), &http);
    assert!(matches!(result, Err(DeviceError::Expired)), "{result:?}");
    assert_eq!(slept, [600, 300]);
    for endless in ["18446744073709551615", "1e400", "\"1e30\""] {
        let http = with_interval(endless);
        let (result, slept) = waited(started(&http), &http);
        assert!(matches!(result, Err(DeviceError::Expired)), "{result:?}");
        assert_eq!(slept, [900], "{endless}");
    }
    let http = Http::answering(200, STARTED).then_asking(503, "3600", "");
    let (result, slept) = waited(started(&http), &http);
    assert!(matches!(result, Err(DeviceError::Expired)), "{result:?}");
    assert_eq!(slept, [5, 895]);
    assert_eq!(http.requests().len(), 2);
}

#[test]
fn a_server_is_asked_once_a_second_at_most() {
    for interval in ["0", "0.0", "-0", "0.4", "\"0\""] {
        let http = with_interval(interval).then(400, PENDING).then(200, TOKENS);
        let (tokens, slept) = waited(started(&http), &http);
        assert_eq!(tokens.unwrap(), "at");
        assert_eq!(slept, [1, 1], "{interval}");
    }
}

/// How a wait ends with this answer, after which nothing else is asked.
#[track_caller]
fn ended(status: u16, content_type: &str, answer: &str) -> DeviceError<Unreachable> {
    let http = Http::answering(200, STARTED).then_typed(status, content_type, answer);
    let (result, slept) = waited(started(&http), &http);
    assert_eq!(slept, [5]);
    result.expect_err("no tokens")
}

#[test]
fn a_user_who_refuses_or_is_late_ends_it() {
    let json = "application/json";
    for status in [200, 400, 403, 503] {
        let denied = ended(status, json, r#"{"error": "access_denied"}"#);
        assert!(matches!(denied, DeviceError::Denied), "{denied:?}");
        assert_eq!(denied.to_string(), "the user refused the login");
        let expired = ended(status, json, r#"{"error": "expired_token"}"#);
        assert!(matches!(expired, DeviceError::Expired), "{expired:?}");
    }
    let denied = ended(400, json, r#"{"error": "authorization_declined"}"#);
    assert!(matches!(denied, DeviceError::Denied), "{denied:?}");
}

#[test]
fn a_decision_of_the_server_ends_it() {
    let json = "application/json";
    for (status, code) in [
        (400, "invalid_grant"),
        (400, "invalid_request"),
        (401, "invalid_client"),
        (403, "unauthorized_client"),
        (400, "bad_verification_code"),
        (404, "invalid_request"),
        // Any other code ends it, whatever it says (RFC 8628 section 3.5).
        (400, "temporarily_unavailable"),
        (400, "server_error"),
        (200, "invalid_grant"),
    ] {
        let error = ended(status, json, &format!(r#"{{"error": "{code}"}}"#));
        let text = format!("the server answered `{code}` (HTTP status {status})");
        assert!(error.to_string().starts_with(&text), "{error}");
        let DeviceError::Token(RequestError::Exchange(ExchangeError::Server(_))) = error else {
            panic!("{error:?}")
        };
    }
}

#[test]
fn an_answer_that_is_none_of_the_endpoint_ends_it() {
    for (status, content_type, answer) in [
        (302, "text/html", ""),
        (400, "text/html", "<h1>Bad Request</h1>"),
        (403, "text/html", "<h1>Forbidden</h1>"),
        (404, "application/json", "{}"),
        (405, "text/plain", "no"),
        (200, "text/html", "<h1>Welcome</h1>"),
        (200, "application/json", "{"),
        (200, "application/json", "{}"),
        (200, "application/json", r#"{"access_token": 1, "token_type": "Bearer"}"#),
        (200, "application/json", r#"{"access_token": "at", "token_type": "DPoP"}"#),
    ] {
        let error = ended(status, content_type, answer);
        assert!(matches!(error, DeviceError::Token(_)), "{status} {answer}: {error:?}");
    }
    let redirected = ended(302, "text/html", "");
    assert!(matches!(
        redirected,
        DeviceError::Token(RequestError::Exchange(ExchangeError::Answer(
            AnswerError::Redirected { status: 302 }
        )))
    ));
}

#[test]
fn a_server_that_fails_is_asked_again() {
    for (status, content_type, answer) in [
        (503, "text/html", "<h1>Service Unavailable</h1>"),
        (502, "text/html", ""),
        (500, "application/json", r#"{"error": "server_error"}"#),
        (500, "application/json", r#"{"error": "invalid_grant"}"#),
        (500, "application/json", r#"{"error": {"message": "oh"}}"#),
        (503, "application/json", r#"{"error": "temporarily_unavailable"}"#),
        (504, "application/json", "{}"),
        (599, "text/plain", "?"),
        (429, "text/html", "<h1>Too Many Requests</h1>"),
        (429, "application/json", r#"{"error": "rate_limited"}"#),
        (408, "text/html", ""),
        (408, "application/json", r#"{"error": "timeout"}"#),
    ] {
        let http = Http::answering(200, STARTED)
            .then(400, PENDING)
            .then_typed(status, content_type, answer)
            .then(200, TOKENS);
        let (tokens, slept) = waited(started(&http), &http);
        assert_eq!(tokens.unwrap(), "at", "{status} {answer}");
        assert_eq!(slept, [5, 5, 10], "{status} {answer}");
    }
}

#[test]
fn a_pause_after_a_failure_is_the_longer_of_twice_the_last_and_what_the_server_asks() {
    // The start is at 2023-11-14T22:13:20Z, the first poll five seconds later.
    for (asked, pause) in [
        ("0", 10),
        ("3", 10),
        ("10", 10),
        ("11", 11),
        ("61", 61),
        ("120", 120),
        ("Tue, 14 Nov 2023 22:14:55 GMT", 90),
        ("Tue, 14 Nov 2023 22:13:27 GMT", 10),
        ("Tue, 14 Nov 2023 22:00:00 GMT", 10),
        ("soon", 10),
        ("-5", 10),
        ("1.5", 10),
    ] {
        let http = Http::answering(200, STARTED)
            .then_asking(503, asked, "")
            .then_unreachable()
            .then(200, TOKENS);
        let (tokens, slept) =
            std::thread::spawn(move || waited(started(&http), &http)).join().unwrap();
        assert_eq!(tokens.unwrap(), "at");
        assert_eq!(slept, [5, pause, (2 * pause).min(60)], "{asked}");
    }
    let http = Http::answering(200, STARTED)
        .then_asking(429, "40", r#"{"error": "rate_limited"}"#)
        .then(200, TOKENS);
    assert_eq!(waited(started(&http), &http).1, [5, 40]);
}

#[test]
fn after_an_answer_the_pause_is_the_interval_again() {
    let http = Http::answering(200, STARTED)
        .then_unreachable()
        .then(503, "")
        .then_unreachable()
        .then(502, "")
        .then(400, PENDING)
        .then_unreachable()
        .then(400, SLOW_DOWN)
        .then_unreachable()
        .then(400, PENDING)
        .then(200, TOKENS);
    let (tokens, slept) = waited(started(&http), &http);
    assert_eq!(tokens.unwrap(), "at");
    // What `slow_down` adds stays.
    assert_eq!(slept, [5, 10, 20, 40, 60, 5, 10, 10, 20, 10]);
}

#[test]
fn a_pause_is_never_shorter_than_the_interval() {
    let http = with_interval("90").then_unreachable().then_unreachable().then(200, TOKENS);
    assert_eq!(waited(started(&http), &http).1, [90, 90, 90]);
}

/// How often a wait asks a server that is gone, and how long it sleeps.
fn given_up(mut http: Http, failures: usize) -> Vec<u64> {
    for _ in 0..failures {
        http = http.then_unreachable();
    }
    let (result, slept) = waited(started(&http), &http);
    assert!(matches!(
        result,
        Err(DeviceError::Token(RequestError::Exchange(ExchangeError::Http(Unreachable))))
    ));
    assert_eq!(http.requests().len(), 1 + failures);
    slept
}

#[test]
fn a_server_that_is_gone_is_given_up_after_three_minutes() {
    assert_eq!(given_up(Http::answering(200, STARTED), 6), [5, 10, 20, 40, 60, 60]);
    assert_eq!(given_up(with_interval("1"), 8), [1, 2, 4, 8, 16, 32, 60, 60]);
    assert_eq!(given_up(with_interval("90"), 3), [90, 90, 90]);
    assert_eq!(given_up(with_interval("89"), 4), [89, 89, 89, 89]);
    assert_eq!(given_up(with_interval("200"), 2), [200, 200]);
    // One that asks for a long time is asked once more.
    let busy = Http::answering(200, STARTED).then_asking(503, "600", "").then(503, "");
    let (result, slept) = waited(started(&busy), &busy);
    let text = "the server answered with HTTP status 503: the content type is `application/json`";
    assert_eq!(result.unwrap_err().to_string(), text);
    assert_eq!(slept, [5, 600]);
}

#[test]
fn two_bad_minutes_are_survived_more_than_once() {
    let mut http = Http::answering(200, STARTED);
    for _ in 0..2 {
        for _ in 0..5 {
            http = http.then(503, "");
        }
        http = http.then(400, PENDING);
    }
    let http = http.then(200, TOKENS);
    let (tokens, slept) = waited(started(&http), &http);
    assert_eq!(tokens.unwrap(), "at");
    assert_eq!(slept, [5, 10, 20, 40, 60, 60, 5, 10, 20, 40, 60, 60, 5]);
}

#[test]
fn a_signer_that_fails_for_a_while_is_borne_too() {
    #[oauth_client(
        kind = "web",
        grant("authorization_code", "device_code"),
        pkce = "S256",
        auth = "private_key_jwt",
        jwks_uri = "https://app.example.com/jwks",
        client_id = "kiosk",
        issuer = "https://idp.example.com",
        redirect_uri = "https://app.example.com/callback",
        authorization_endpoint = "https://idp.example.com/authorize",
        device_authorization_endpoint = "https://idp.example.com/device",
        token_endpoint = "https://idp.example.com/token",
        allow(kind_grant_mismatch, reason = "a kiosk with a backend")
    )]
    struct Kiosk;
    /// Fails the second time.
    #[derive(Default)]
    struct Shaky(AtomicUsize);
    impl Signer for Shaky {
        fn sign(&self, _: &AssertionClaims<'_>) -> Result<String, SignError> {
            match self.0.fetch_add(1, Ordering::Relaxed) {
                1 => Err(SignError::new("the key store is restarted")),
                _ => Ok("a.b.c".into()),
            }
        }
    }
    let builder = Flow::<Kiosk>::builder().clock(clock).signer(Shaky::default());
    let flow = builder.build().unwrap();
    let http = Http::answering(200, STARTED).then(200, TOKENS);
    let mut slept = Vec::new();
    let login = flow.device().start(&http).unwrap();
    let tokens = login.wait(&http, |time| slept.push(time.as_secs())).unwrap();
    assert_eq!(tokens.access_token().secret(), "at");
    assert_eq!(slept, [5, 10]);
}
