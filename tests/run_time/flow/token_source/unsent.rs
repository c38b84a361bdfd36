//! Which failures leave the refresh token as it was.

use std::error::Error;
use std::fmt;
use std::io;

use oauth_flow::flow::{
    AssertionClaims, AsyncSigner, Flow, LoginReason, MemoryTokenStore, Retry, SharedHttpClient,
    SignError, TokenError,
};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{clock, pass};
use oauth2::{HttpRequest, HttpResponse};

use super::rotating::{AWAY, Next, Rotating, Unsent, is_unsent};
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
    for status in [300, 301, 307, 399, 400, 403, 404, 429, 499] {
        run(async {
            let server = Rotating::new().then(Next::Answer(status, "<html>"));
            let source = logged_in(&server).await;
            pass(3600);
            let error = source.access_token().await.unwrap_err();
            assert!(matches!(error, TokenError::Request(_)), "{status}: {error:?}");
        });
    }
    for status in [201, 204, 299, 500, 501, 502, 503, 504, 599] {
        run(async {
            let server = Rotating::new().then(Next::Answer(status, "<html>"));
            let source = logged_in(&server).await;
            pass(3600);
            assert_in_doubt(&source.access_token().await.unwrap_err(), &status);
        });
    }
    // The server itself says so, or whoever says when to come back.
    for next in [Next::Answer(503, AWAY), Next::Later(503, 1)] {
        run(async {
            let source = logged_in(&Rotating::new().then(next)).await;
            pass(3600);
            let error = source.access_token().await.unwrap_err();
            assert!(matches!(error, TokenError::Request(_)), "{error:?}");
        });
    }
}

#[oauth_client(
    kind = "web",
    grant("authorization_code", "refresh_token"),
    pkce = "S256",
    auth = "private_key_jwt",
    jwks_uri = "https://app.example.com/jwks",
    client_id = "portal",
    issuer = "https://idp.example.com",
    authorization_endpoint = "https://idp.example.com/authorize",
    token_endpoint = "https://idp.example.com/token",
    redirect_uri = "https://app.example.com/callback"
)]
struct Portal;

/// A key service that is away.
struct NoKey;

impl AsyncSigner for NoKey {
    async fn sign(&self, _claims: &AssertionClaims<'_>) -> Result<String, SignError> {
        Err(SignError::new("the key service is away"))
    }
}

#[test]
fn without_an_assertion_nothing_is_sent() {
    run(async {
        let flow = Flow::<Portal>::builder().clock(clock).async_signer(NoKey).build().unwrap();
        let server = Rotating::new();
        let source = flow.token_source(server.clone()).of_user(MemoryTokenStore::new());
        source.keep(&server.login()).await.unwrap();
        pass(3600);
        let error = source.access_token().await.unwrap_err();
        assert!(matches!(error, TokenError::Request(_)), "{error:?}");
        assert!(server.seen().is_empty());
    });
}

#[test]
fn a_request_for_what_is_not_declared_is_not_sent() {
    run(async {
        let server = Rotating::new();
        let store = MemoryTokenStore::new();
        let source =
            flow().token_source(server.clone()).of_user_with(store, |it| it.scope("write"));
        source.keep(&server.login()).await.unwrap();
        pass(3600);
        let error = source.access_token().await.unwrap_err();
        assert!(matches!(error, TokenError::Request(_)), "{error:?}");
        assert_eq!(error.retry(), Retry::No);
        assert!(server.seen().is_empty());
    });
}

#[test]
fn an_error_behind_the_one_of_the_client_is_looked_at_too() {
    #[derive(Debug)]
    struct Outer(Unsent);

    impl std::fmt::Display for Outer {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("outer")
        }
    }

    impl std::error::Error for Outer {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&self.0)
        }
    }

    for (unsent, is_doubt) in [(true, false), (false, true)] {
        run(async {
            let http = move |_| async move { Err(Outer(Unsent(unsent))) };
            let source =
                flow().token_source(http).unsent_if(is_unsent).of_user(MemoryTokenStore::new());
            source.keep(&Rotating::new().login()).await.unwrap();
            pass(3600);
            let error = source.access_token().await.unwrap_err();
            assert_eq!(error.retry() == Retry::NewLogin, is_doubt, "{error:?}");
        });
    }
}
