//! Which failures leave the refresh token as it was.

use std::error::Error;
use std::fmt;
use std::io;

use oauth_flow::flow::{LoginReason, MemoryTokenStore, SharedHttpClient, TokenError};
use oauth_flow_run_time_tests::pass;
use oauth2::{HttpRequest, HttpResponse};

use super::rotating::{Next, Rotating};
use super::{flow, logged_in, run};

#[track_caller]
fn assert_in_doubt(error: &TokenError, what: &dyn fmt::Display) {
    let TokenError::LoginNeeded(needed) = error else { panic!("{what}: {error:?}") };
    assert_eq!(needed.reason(), LoginReason::InDoubt, "{what}");
}

/// A client wraps the error of the system.
#[derive(Debug)]
struct Wrapped(io::Error);

impl fmt::Display for Wrapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no answer")
    }
}

impl Error for Wrapped {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

/// Why a refresh by this client fails.
async fn refresh(http: impl SharedHttpClient) -> TokenError {
    let source = flow().token_source(http).of_user(MemoryTokenStore::new());
    source.keep(&Rotating::new().login()).await.unwrap();
    pass(3600);
    source.access_token().await.unwrap_err()
}

#[test]
fn a_refused_connection_comes_before_the_request() {
    let refused = io::ErrorKind::ConnectionRefused;
    run(async {
        let http =
            move |_: HttpRequest| async move { Err::<HttpResponse, _>(io::Error::from(refused)) };
        let error = refresh(http).await;
        assert!(matches!(error, TokenError::Request(_)), "{error:?}");
        let http =
            move |_: HttpRequest| async move { Err::<HttpResponse, _>(Wrapped(refused.into())) };
        let error = refresh(http).await;
        assert!(matches!(error, TokenError::Request(_)), "{error:?}");
    });
}

#[test]
fn a_connection_that_is_reset_may_come_after_it() {
    let reset = io::ErrorKind::ConnectionReset;
    run(async {
        let http =
            move |_: HttpRequest| async move { Err::<HttpResponse, _>(Wrapped(reset.into())) };
        assert_in_doubt(&refresh(http).await, &reset);
    });
}

#[test]
fn a_status_says_whether_the_server_looked_at_the_token() {
    for status in [300, 301, 307, 399, 400, 403, 404, 429, 499, 503] {
        run(async {
            let server = Rotating::new().then(Next::Answer(status, "<html>"));
            let source = logged_in(&server).await;
            pass(3600);
            let error = source.access_token().await.unwrap_err();
            assert!(matches!(error, TokenError::Request(_)), "{status}: {error:?}");
        });
    }
    for status in [201, 204, 299, 500, 501, 502, 504, 599] {
        run(async {
            let server = Rotating::new().then(Next::Answer(status, "<html>"));
            let source = logged_in(&server).await;
            pass(3600);
            assert_in_doubt(&source.access_token().await.unwrap_err(), &status);
        });
    }
}
