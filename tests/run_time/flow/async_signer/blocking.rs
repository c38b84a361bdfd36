//! A blocking request of a client whose signer is to be awaited.

use oauth_flow::flow::{DeviceError, ExchangeError, PushError, RequestError, Retry, TokenType};
use oauth_flow_run_time_tests::{Http, Unreachable, run};
use oauth2::{AccessToken, RefreshToken};

use super::{KeyService, STARTED, flow};

/// The text of an error of a blocking request, which is the same for each.
#[track_caller]
fn is_blocking(error: &ExchangeError<Unreachable>) {
    let ExchangeError::Sign(reason) = error else { panic!("{error:?}") };
    let text = "the client assertion could not be signed; the signer is asynchronous, and a blocking \
                request cannot wait for it; help: use `request_async`, or the other methods whose names \
                end in `_async`";
    assert_eq!(reason.to_string(), text);
    assert_eq!(error.to_string(), text);
    assert!(std::error::Error::source(error).is_none());
    assert_eq!((reason.retry(), error.retry()), (Retry::No, Retry::No));
}

#[test]
fn a_blocking_request_is_an_error_and_sends_nothing() {
    let service = KeyService::opened();
    let flow = flow(service.clone());
    let http = Http::default();
    let is_exchange = |error: RequestError<Unreachable>| match error {
        RequestError::Exchange(error) => is_blocking(&error),
        other => panic!("{other:?}"),
    };
    let error = flow.authorize().push(&http).map(|_| ()).unwrap_err();
    let PushError::Exchange(error) = error else { panic!("{error:?}") };
    is_blocking(&error);
    let (_url, pending) = flow.authorize().begin().unwrap();
    let state = serde_json::to_value(&pending).unwrap()["state"].as_str().unwrap().to_owned();
    let code = flow.complete(pending, &format!("code=c&state={state}")).unwrap();
    is_exchange(code.request(&http).unwrap_err());
    is_exchange(flow.refresh(RefreshToken::new("rt".into())).request(&http).unwrap_err());
    is_exchange(flow.client_credentials().request(&http).unwrap_err());
    is_exchange(flow.password("jo", "hush").request(&http).unwrap_err());
    is_exchange(flow.jwt_bearer("a.b.c").request(&http).unwrap_err());
    is_exchange(flow.token_exchange("st", TokenType::Jwt).request(&http).unwrap_err());
    let DeviceError::Exchange(error) = flow.device().start(&http).map(|_| ()).unwrap_err() else {
        panic!("the exchange fails")
    };
    is_blocking(&error);
    is_blocking(&flow.revoke(AccessToken::new("at".into())).request(&http).unwrap_err());
    assert!(http.requests().is_empty());
    assert!(service.asked().is_empty());
}

#[test]
fn a_wait_that_blocks_ends_at_once() {
    let flow = flow(KeyService::opened());
    let http = Http::answering(200, STARTED);
    let mut login = run(flow.device().start_async(&http)).unwrap();
    let DeviceError::Token(RequestError::Exchange(error)) = login.poll(&http).unwrap_err() else {
        panic!("the exchange fails")
    };
    is_blocking(&error);
    let mut slept = Vec::new();
    let error = login.wait(&http, |time| slept.push(time.as_secs())).unwrap_err();
    let DeviceError::Token(RequestError::Exchange(error)) = error else { panic!("{error:?}") };
    is_blocking(&error);
    assert_eq!(slept, [5]);
    assert_eq!(http.requests().len(), 1);
}
