//! The keys of a server are fetched when they are needed, once for all, and not too often.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, SystemTime};

use oauth_flow::flow::{Flow, JwtErrorReason, KeysError, RequestError, Retry};
use oauth_flow_run_time_tests::{Http, pass, run};
use oauth2::{HttpRequest, HttpResponse, SyncHttpClient};
use serde_json::{Value, json};

use super::provider::{
    Key, Portal, builder, claims, ed25519, flow, key_set, login_at, metadata, p256, p384, reason,
    tokens,
};

/// How many requests a login needs, of a provider that publishes these keys whenever it is asked.
fn requests(flow: &Flow<Portal>, key: &Key, keys: &[Value]) -> usize {
    let (login, http) = login_at(
        flow,
        |http| if keys.is_empty() { http } else { http.then(200, &key_set(keys)) },
        |nonce| key.sign(&claims(nonce)),
    );
    assert!(login.unwrap().claims().is_ok());
    http.requests().len()
}

#[test]
fn keys_are_used_for_an_hour() {
    let flow = flow();
    let keys = [p256().published()];
    assert_eq!(requests(&flow, &p256(), &keys), 2);
    let signed = |nonce: &str| {
        p256().sign(&super::provider::with(claims(nonce), &json!({"exp": 1_800_000_000_u64})))
    };
    // A clone of the flow has them too.
    let clone = flow.clone();
    assert_eq!(login_at(&clone, |http| http, signed).1.requests().len(), 1);
    pass(3599);
    assert_eq!(login_at(&flow, |http| http, signed).1.requests().len(), 1);
    pass(1);
    let (login, http) = login_at(&flow, |http| http.then(200, &key_set(&keys)), signed);
    assert!(login.is_ok());
    assert_eq!(http.requests().len(), 2);
}

#[test]
fn older_keys_are_used_while_the_server_is_away() {
    let flow = flow();
    assert_eq!(requests(&flow, &p256(), &[p256().published()]), 2);
    let signed = |nonce: &str| {
        p256().sign(&super::provider::with(claims(nonce), &json!({"exp": 1_800_000_000_u64})))
    };
    pass(3600);
    let (login, http) = login_at(&flow, |http| http.then_after(503, "7"), signed);
    assert!(login.unwrap().claims().is_ok());
    assert_eq!(http.requests().len(), 2);
    // For a minute nobody waits for it.
    pass(59);
    let (login, http) = login_at(&flow, |http| http, signed);
    assert!(login.is_ok());
    assert_eq!(http.requests().len(), 1);
    pass(1);
    let (login, http) = login_at(&flow, Http::then_unreachable, signed);
    assert!(login.is_ok());
    assert_eq!(http.requests().len(), 2);
    // For a day at most.
    pass(86_400 - 3_660 - 61);
    assert!(login_at(&flow, Http::then_unreachable, signed).0.is_ok());
    pass(61);
    let (login, http) = login_at(&flow, Http::then_unreachable, signed);
    assert!(matches!(login.unwrap_err(), RequestError::Keys(KeysError::Exchange(_))));
    assert_eq!(http.requests().len(), 1);
    // When it is back, its keys are those of the hour.
    let (login, http) =
        login_at(&flow, |http| http.then(200, &key_set(&[p256().published()])), signed);
    assert!(login.is_ok());
    assert_eq!(http.requests().len(), 2);
    assert_eq!(login_at(&flow, |http| http, signed).1.requests().len(), 1);
}

/// A login after which the provider is asked for its keys once more.
fn renewing(
    flow: &Flow<Portal>,
    key: &Key,
    answers: impl FnOnce(Http) -> Http,
) -> (super::provider::Login, usize) {
    let (url, pending) = flow.authorize().begin().unwrap();
    let query = oauth_flow_run_time_tests::pairs(url.query().unwrap());
    let only = |name| oauth_flow_run_time_tests::only(&query, name);
    let token = key
        .sign(&super::provider::with(claims(&only("nonce")), &json!({"exp": 1_800_000_000_u64})));
    let http = answers(Http::answering(200, &tokens(&token)));
    let callback = format!("code=c&state={}", only("state"));
    let login = flow.complete(pending, &callback).unwrap().request(&http);
    (login, http.requests().len())
}

#[test]
fn a_key_that_is_not_known_is_fetched_at_once_and_then_not_too_often() {
    let flow = flow();
    let (old, new) = ([p256().published()], [p256().published(), p384().published()]);
    assert_eq!(requests(&flow, &p256(), &old), 2);
    // The server has a new key, a moment after its keys were fetched.
    let (login, count) = renewing(&flow, &p384(), |http| http.then(200, &key_set(&new)));
    assert!(login.is_ok());
    assert_eq!(count, 2);
    // Then ten seconds have to pass.
    let unknown = super::provider::ed25519();
    let (login, count) = renewing(&flow, &unknown, |http| http);
    assert_eq!(count, 1);
    let JwtErrorReason::Keys(text) = reason(login) else { panic!("not the keys") };
    assert_eq!(
        text,
        "the keys of the server (`jwks_uri`) are not fetched again yet: they were fetched a few seconds \
         ago"
    );
    pass(9);
    assert_eq!(renewing(&flow, &unknown, |http| http).1, 1);
    pass(1);
    let (login, count) = renewing(&flow, &unknown, |http| http.then(200, &key_set(&new)));
    assert_eq!(count, 2);
    assert_eq!(reason(login), JwtErrorReason::UnknownKey { kid: Some("ed25519".into()) });
    // What is known is found all the same.
    assert_eq!(renewing(&flow, &p384(), |http| http).1, 1);
    // A key that the server withdrew is unknown.
    pass(10);
    let withdrawn = [p384().published()];
    let (_, count) = renewing(&flow, &unknown, |http| http.then(200, &key_set(&withdrawn)));
    assert_eq!(count, 2);
    pass(10);
    let (login, _) = renewing(&flow, &p256(), |http| http.then(200, &key_set(&withdrawn)));
    assert_eq!(reason(login), JwtErrorReason::UnknownKey { kid: Some("p256".into()) });
}

#[test]
fn a_login_survives_a_server_whose_keys_are_away() {
    // Nothing is sent to the token endpoint: the code is not used up.
    for (http, retry, text) in [
        (
            Http::default().then_after(503, "7"),
            Retry::Later(Some(Duration::from_secs(7))),
            "the server answered with HTTP status 503: no content type",
        ),
        (
            Http::default().then_unreachable(),
            Retry::Later(None),
            "the request to the authorization server failed",
        ),
        (
            Http::default().then_typed(200, "text/html", "<html>"),
            Retry::No,
            "the server's answer is not JSON: its content type is `text/html`",
        ),
        (
            Http::default().then(302, "{}"),
            Retry::No,
            "the server redirects (HTTP status 302), which is not followed",
        ),
        (
            Http::answering(200, "{}"),
            Retry::No,
            "the server's answer has no `keys`, which RFC 7517 section 5 requires",
        ),
        (
            Http::answering(200, r#"{"keys": "x"}"#),
            Retry::No,
            "`keys` of the server's answer is a string, and RFC 7517 section 5 has an array",
        ),
        (Http::answering(200, &key_set(&vec![p256().published(); 101])), Retry::No, ""),
    ] {
        let flow = flow();
        let (login, http) = login_at(&flow, |_| http, |nonce| p256().sign(&claims(nonce)));
        let error = login.unwrap_err();
        assert_eq!(http.requests().len(), 1);
        assert_eq!(error.retry(), retry, "{text}");
        let expected = match text {
            "" => "the keys of the server (`jwks_uri`) are more than 100, and are not read".into(),
            _ => format!("the keys of the server (`jwks_uri`) cannot be fetched: {text}"),
        };
        assert_eq!(error.to_string(), expected);
        assert!(matches!(error, RequestError::Keys(_)));
        // The next login asks again.
        assert_eq!(requests(&flow, &p256(), &[p256().published()]), 2);
    }
}

#[test]
fn a_key_without_a_name_may_have_a_newer_one() {
    let key = || p256().published_without(&["kid"]);
    let flow = flow();
    assert_eq!(requests_without_kid(&flow, &p256(), |http| http.then(200, &key_set(&[key()]))), 2);
    // The server has another key, also without a name.
    let other = || {
        let mut key = ed25519().published_without(&["kid"]);
        key["kid"] = json!(null);
        key
    };
    let renewed =
        renewing_without_kid(&flow, &ed25519(), |http| http.then(200, &key_set(&[key(), other()])));
    assert!(renewed.is_ok());
    // What the newest key has not signed is refused.
    pass(10);
    let mut wrong = p256().published_without(&["kid"]);
    wrong["x"] = json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    let renewed =
        renewing_signed(&flow, "AAAA", |http| http.then(200, &key_set(&[key(), other(), wrong])));
    assert_eq!(reason(renewed), JwtErrorReason::UnnamedKey);
}

#[test]
fn a_fetch_that_is_dropped_uses_up_no_time() {
    let flow = flow();
    assert_eq!(requests(&flow, &p256(), &[p256().published()]), 2);
    let unknown = |flow: &Flow<Portal>| {
        let token = p384().sign(&json!({}));
        let flow = flow.clone();
        let logout = format!("logout_token={token}");
        let request = flow.logout_token(&logout).unwrap();
        let mut validation = Box::pin(request.validate_async(&Never));
        let waker = std::task::Waker::noop();
        validation.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_pending()
    };
    // A browser or an attacker that leaves, five times.
    for _ in 0..5 {
        assert!(unknown(&flow));
    }
    // Who comes then fetches all the same.
    let keys = [p256().published(), p384().published()];
    let (login, count) = renewing(&flow, &p384(), |http| http.then(200, &key_set(&keys)));
    assert!(login.is_ok());
    assert_eq!(count, 2);
    // Six are one too many, for ten seconds.
    pass(10);
    for _ in 0..6 {
        let token = ed25519().sign(&json!({}));
        let request = flow.logout_token(&format!("logout_token={token}")).unwrap();
        let mut validation = Box::pin(request.validate_async(&Never));
        let waker = std::task::Waker::noop();
        let polled = validation.as_mut().poll(&mut std::task::Context::from_waker(waker));
        assert!(polled.is_pending());
    }
    let (login, count) = renewing(&flow, &ed25519(), |http| http);
    assert!(matches!(reason(login), JwtErrorReason::Keys(_)));
    assert_eq!(count, 1);
    pass(10);
    let keys = [ed25519().published()];
    assert!(renewing(&flow, &ed25519(), |http| http.then(200, &key_set(&keys))).0.is_ok());
}

/// An HTTP client whose answer never comes.
struct Never;

impl<'c> oauth2::AsyncHttpClient<'c> for Never {
    type Error = oauth_flow_run_time_tests::Unreachable;
    type Future = std::future::Pending<Result<HttpResponse, Self::Error>>;

    fn call(&'c self, _: HttpRequest) -> Self::Future {
        std::future::pending()
    }
}

/// A login whose ID token does not name its key.
fn requests_without_kid(
    flow: &Flow<Portal>,
    key: &Key,
    answers: impl FnOnce(Http) -> Http,
) -> usize {
    let (login, http) = login_at(flow, answers, |nonce| {
        let header = json!({"alg": key.alg()}).to_string();
        key.sign_text(&header, &claims(nonce).to_string())
    });
    assert!(login.unwrap().claims().is_ok());
    http.requests().len()
}

/// The same after which the provider is asked for its keys once more.
fn renewing_without_kid(
    flow: &Flow<Portal>,
    key: &Key,
    answers: impl FnOnce(Http) -> Http,
) -> super::provider::Login {
    let header = json!({"alg": key.alg()}).to_string();
    renewing_token(flow, |nonce| key.sign_text(&header, &claims(nonce).to_string()), answers)
}

/// The same with a signature of nobody.
fn renewing_signed(
    flow: &Flow<Portal>,
    signature: &str,
    answers: impl FnOnce(Http) -> Http,
) -> super::provider::Login {
    let token = |nonce: &str| {
        let token = p256().sign_text(r#"{"alg":"ES256"}"#, &claims(nonce).to_string());
        format!("{}.{signature}", token.rsplit_once('.').unwrap().0)
    };
    renewing_token(flow, token, answers)
}

fn renewing_token(
    flow: &Flow<Portal>,
    token: impl FnOnce(&str) -> String,
    answers: impl FnOnce(Http) -> Http,
) -> super::provider::Login {
    let (url, pending) = flow.authorize().begin().unwrap();
    let query = oauth_flow_run_time_tests::pairs(url.query().unwrap());
    let only = |name| oauth_flow_run_time_tests::only(&query, name);
    let http = answers(Http::answering(200, &tokens(&token(&only("nonce")))));
    let callback = format!("code=c&state={}", only("state"));
    flow.complete(pending, &callback).unwrap().request(&http)
}

#[test]
fn a_hundred_keys_are_read() {
    let mut keys = vec![json!({}); 99];
    keys.push(p256().published());
    assert_eq!(requests(&flow(), &p256(), &keys), 2);
}

#[test]
fn tokens_are_kept_where_the_keys_cannot_be_renewed() {
    let flow = flow();
    assert_eq!(requests(&flow, &p256(), &[p256().published()]), 2);
    let (login, _) = renewing(&flow, &p384(), |http| http.then_after(503, "7"));
    let JwtErrorReason::Keys(text) = reason(login) else { panic!("not the keys") };
    assert_eq!(
        text,
        "the keys of the server (`jwks_uri`) cannot be fetched: the server answered with HTTP status \
         503: no content type"
    );
    // Those that are known stay.
    assert_eq!(renewing(&flow, &p256(), |http| http).1, 1);
}

/// A provider that many ask at once: the answer with its keys waits until all have come.
struct Busy {
    keys: AtomicUsize,
    all: usize,
    waiting: Mutex<usize>,
    come: Condvar,
    status: u16,
}

impl Busy {
    fn of(all: usize, status: u16) -> Arc<Self> {
        let (keys, waiting, come) = (AtomicUsize::new(0), Mutex::new(0), Condvar::new());
        Arc::new(Self { keys, all, waiting, come, status })
    }
}

struct User(Arc<Busy>, String);

impl SyncHttpClient for User {
    type Error = oauth_flow_run_time_tests::Unreachable;

    fn call(&self, request: HttpRequest) -> Result<HttpResponse, Self::Error> {
        let is_keys = request.uri().path() == "/jwks";
        let body = if is_keys {
            self.0.keys.fetch_add(1, Ordering::SeqCst);
            let waiting = self.0.waiting.lock().unwrap();
            let all = |waiting: &mut usize| *waiting < self.0.all;
            drop(self.0.come.wait_while(waiting, all).unwrap());
            // Those that have come are a step before the lock.
            std::thread::sleep(Duration::from_millis(200));
            key_set(&[p256().published()])
        } else {
            tokens(&self.1)
        };
        let mut response = HttpResponse::new(body.into_bytes());
        if is_keys {
            *response.status_mut() = oauth2::http::StatusCode::from_u16(self.0.status).unwrap();
        }
        Ok(response)
    }
}

/// How many requests for keys eight logins at the same time need, and how they end.
fn at_the_same_time(status: u16) -> (usize, Vec<Result<(), String>>) {
    fn fixed() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(super::provider::NOW)
    }
    const USERS: usize = 8;
    let flow = builder().clock(fixed).build().unwrap();
    let busy = Busy::of(USERS, status);
    let users: Vec<_> = (0..USERS)
        .map(|_| {
            let (flow, busy) = (flow.clone(), Arc::clone(&busy));
            std::thread::spawn(move || {
                let (url, pending) = flow.authorize().begin().unwrap();
                let query = oauth_flow_run_time_tests::pairs(url.query().unwrap());
                let only = |name| oauth_flow_run_time_tests::only(&query, name);
                let user = User(Arc::clone(&busy), p256().sign(&claims(&only("nonce"))));
                let callback = format!("code=c&state={}", only("state"));
                let request = flow.complete(pending, &callback).unwrap();
                *busy.waiting.lock().unwrap() += 1;
                busy.come.notify_all();
                let login = request.request(&user);
                login.map(|tokens| assert!(tokens.claims().is_ok())).map_err(|it| it.to_string())
            })
        })
        .collect();
    let ends = users.into_iter().map(|user| user.join().unwrap()).collect();
    (busy.keys.load(Ordering::SeqCst), ends)
}

#[test]
fn one_request_fetches_the_keys_for_all() {
    let (fetches, ends) = at_the_same_time(200);
    assert_eq!(fetches, 1);
    assert!(ends.iter().all(Result::is_ok), "{ends:?}");
}

#[test]
fn nobody_waits_for_a_server_that_failed_for_another() {
    let (fetches, ends) = at_the_same_time(503);
    assert_eq!(fetches, 1);
    let failed = "the keys of the server (`jwks_uri`) cannot be fetched: another request for them \
                  failed just now";
    let waited = ends.iter().filter(|end| **end == Err(failed.to_owned())).count();
    assert_eq!(waited, 7, "{ends:?}");
    assert_eq!(KeysError::<()>::Failed.retry(), Retry::Later(None));
}

#[test]
fn a_fetch_that_is_dropped_stops_nobody() {
    let flow = flow();
    let (url, pending) = flow.authorize().begin().unwrap();
    let state = oauth_flow_run_time_tests::only(
        &oauth_flow_run_time_tests::pairs(url.query().unwrap()),
        "state",
    );
    let request = flow.complete(pending, &format!("code=c&state={state}")).unwrap();
    {
        let mut login = Box::pin(request.request_async(&Never));
        let waker = std::task::Waker::noop();
        let polled = login.as_mut().poll(&mut std::task::Context::from_waker(waker));
        assert!(polled.is_pending());
    }
    assert_eq!(requests(&flow, &p256(), &[p256().published()]), 2);
    assert!(run(async { true }));
}

#[test]
fn the_keys_of_a_flow_are_those_of_its_server() {
    let metadata = metadata(&json!({"jwks_uri": "https://keys.example.com/k"}));
    let flow = Flow::<Portal>::builder().server(&metadata).client_secret("hush");
    let flow = flow.clock(oauth_flow_run_time_tests::clock).build().unwrap();
    let (login, http) = login_at(
        &flow,
        |http| http.then(200, &key_set(&[p256().published()])),
        |nonce| p256().sign(&claims(nonce)),
    );
    assert!(login.is_ok());
    assert_eq!(http.requests()[0].line, "GET https://keys.example.com/k");
}
