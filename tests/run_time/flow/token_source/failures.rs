//! What the server and the network do wrong.

use std::time::Duration;

use oauth_flow::flow::{
    LoginReason, MemoryTokenStore, Retry, StoredTokens, TokenError, TokenSource,
};
use oauth_flow_run_time_tests::{clock, pass};
use oauth2::{AsyncHttpClient as _, HttpRequest};
use tokio::time::{Instant, sleep};

use super::rotating::{AWAY, Next, Rotating, is_unsent};
use super::stores::{Fault, Watched};
use super::{Cli, flow, logged_in, logged_in_at, run, token};

fn knowing(server: &Rotating) -> TokenSource<Cli> {
    flow().token_source(server.clone()).unsent_if(is_unsent).of_user(MemoryTokenStore::new())
}

#[test]
fn a_request_that_was_not_sent_is_sent_later() {
    run(async {
        let server = Rotating::new().then(Next::Unsent);
        let source = knowing(&server);
        source.keep(&server.login()).await.unwrap();
        pass(3600);
        let error = source.access_token().await.unwrap_err();
        assert!(matches!(error, TokenError::Request(_)), "{error:?}");
        assert_eq!(error.to_string(), "the server gave no access token");
        let cause = std::error::Error::source(&error).unwrap();
        assert_eq!(cause.to_string(), "the request to the authorization server failed");
        assert_eq!(error.retry(), Retry::Later(Some(Duration::from_secs(1))));
        sleep(Duration::from_secs(1)).await;
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn the_wait_doubles_to_a_minute() {
    run(async {
        let mut server = Rotating::new();
        for _ in 0..8 {
            server = server.then(Next::Answer(503, AWAY));
        }
        let source = logged_in(&server).await;
        pass(3600);
        for wait in [1, 2, 4, 8, 16, 32, 60, 60] {
            let before = server.seen().len();
            let error = source.access_token().await.unwrap_err();
            assert_eq!(server.seen().len(), before + 1);
            assert_eq!(error.retry(), Retry::Later(Some(Duration::from_secs(wait))));
            // Until then nothing is sent.
            sleep(Duration::from_millis(wait * 1000 - 1)).await;
            let error = source.access_token().await.unwrap_err();
            assert_eq!(error.retry(), Retry::Later(Some(Duration::from_millis(1))));
            assert_eq!(server.seen().len(), before + 1);
            sleep(Duration::from_millis(1)).await;
        }
        assert_eq!(token(&source).await, "at-1");
        // A success takes all of that back.
        let server = server.then(Next::Answer(503, AWAY));
        pass(3600);
        let error = source.access_token().await.unwrap_err();
        assert_eq!(error.retry(), Retry::Later(Some(Duration::from_secs(1))));
        assert!(!server.is_revoked());
    });
}

#[test]
fn the_server_says_how_long_to_wait() {
    run(async {
        let server = Rotating::new().then(Next::Later(429, 90));
        let source = logged_in(&server).await;
        pass(3600);
        let error = source.access_token().await.unwrap_err();
        assert_eq!(error.retry(), Retry::Later(Some(Duration::from_secs(90))));
        sleep(Duration::from_secs(89)).await;
        assert!(source.access_token().await.is_err());
        assert_eq!(server.seen().len(), 1);
        sleep(Duration::from_secs(1)).await;
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn a_server_that_asks_for_too_little_is_asked_no_more_often() {
    run(async {
        let server = Rotating::new().then(Next::Later(429, 1)).then(Next::Later(429, 1));
        let source = logged_in(&server).await;
        pass(3600);
        for wait in [1, 2] {
            let error = source.access_token().await.unwrap_err();
            assert_eq!(error.retry(), Retry::Later(Some(Duration::from_secs(wait))));
            sleep(Duration::from_secs(wait)).await;
        }
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn a_client_that_the_server_refuses_keeps_its_refresh_token() {
    run(async {
        let server = Rotating::new().then(Next::Answer(401, r#"{"error": "invalid_client"}"#));
        let source = logged_in(&server).await;
        pass(3600);
        let error = source.access_token().await.unwrap_err();
        assert_eq!(error.retry(), Retry::No);
        sleep(Duration::from_secs(59)).await;
        assert!(source.access_token().await.is_err());
        assert_eq!(server.seen().len(), 1);
        sleep(Duration::from_secs(1)).await;
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn an_error_with_the_status_of_success_uses_up_nothing() {
    run(async {
        let error = r#"{"error": "incorrect_client_credentials"}"#;
        let server = Rotating::new().then(Next::Answer(200, error));
        let source = logged_in(&server).await;
        pass(3600);
        let error = source.access_token().await.unwrap_err();
        assert!(matches!(error, TokenError::Request(_)), "{error:?}");
        sleep(Duration::from_secs(60)).await;
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn a_server_that_asks_for_the_user_needs_a_login() {
    for code in ["interaction_required", "login_required", "consent_required"] {
        run(async {
            let body: &'static str =
                Box::leak(format!(r#"{{"error": "{code}"}}"#).into_boxed_str());
            let server = Rotating::new().then(Next::Answer(400, body));
            let source = logged_in(&server).await;
            pass(3600);
            let error = source.access_token().await.unwrap_err();
            assert_eq!(error.retry(), Retry::NewLogin, "{code}");
            sleep(Duration::from_secs(120)).await;
            assert!(source.access_token().await.is_err());
            assert_eq!(server.seen(), ["rt-0"]);
        });
    }
}

#[test]
fn a_token_that_is_due_is_used_while_the_server_is_away() {
    run(async {
        let server = Rotating::new().then(Next::Answer(503, AWAY));
        let source = logged_in(&server).await;
        pass(3600 - 300);
        let began = Instant::now();
        assert_eq!(token(&source).await, "at-0");
        assert_eq!(token(&source).await, "at-0");
        assert_eq!(server.seen().len(), 1);
        assert!(began.elapsed() < Duration::from_secs(1));
        sleep(Duration::from_secs(1)).await;
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn a_token_of_a_short_life_is_used_until_a_tenth_of_it_is_left() {
    run(async {
        let server = Rotating::new().living(Some(20)).then(Next::Answer(503, AWAY));
        let source = logged_in(&server).await;
        pass(17);
        assert_eq!(token(&source).await, "at-0");
        pass(1);
        assert!(source.access_token().await.is_err());
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn a_refresh_token_that_the_server_refuses_needs_a_login_and_is_not_sent_again() {
    run(async {
        let server = Rotating::new().then(Next::Answer(400, r#"{"error": "invalid_grant"}"#));
        let store = MemoryTokenStore::new();
        let source = logged_in_at(&server, store.clone()).await;
        pass(3600);
        let error = source.access_token().await.unwrap_err();
        let TokenError::LoginNeeded(needed) = &error else { panic!("{error:?}") };
        assert_eq!(needed.reason(), LoginReason::Refused);
        assert_eq!(
            error.to_string(),
            "the server refused the refresh token, which has expired, was revoked or was used \
             before, or the server asks for the user; help: log in again"
        );
        let cause = std::error::Error::source(&error).unwrap();
        assert_eq!(cause.to_string(), "the server answered `invalid_grant` (HTTP status 400)");
        // It is there still, and neither this process nor another one sends it.
        let stored = source.stored().await.unwrap().unwrap();
        assert_eq!(stored.refresh_token().unwrap().secret(), "rt-0");
        sleep(Duration::from_secs(120)).await;
        assert!(source.access_token().await.is_err());
        let other = flow().token_source(server.clone()).of_user(store);
        let error = other.access_token().await.unwrap_err();
        let TokenError::LoginNeeded(needed) = error else { panic!("{error:?}") };
        assert_eq!(needed.reason(), LoginReason::Refused);
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

/// Tokens that somebody else stored at this moment, valid for an hour or over.
pub(super) fn theirs(tokens: &StoredTokens, refresh_token: &str, is_valid: bool) -> StoredTokens {
    let now = clock().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let mut value = serde_json::to_value(tokens).unwrap();
    value["refresh_token"] = refresh_token.into();
    value["access_token"] = "theirs".into();
    value["obtained"] = (now - 3600).into();
    value["expires"] = (if is_valid { now + 3600 } else { now - 1 }).into();
    value["state"] = "unused".into();
    value["revision"] = "another".into();
    serde_json::from_value(value).unwrap()
}

#[test]
fn a_newer_token_is_taken_up_where_the_server_refuses_this_one() {
    for (is_valid, token, seen) in
        [(true, "theirs", vec!["rt-0", "rt-0"]), (false, "at-2", vec!["rt-0", "rt-0", "rt-1"])]
    {
        run(async {
            // The server takes the second use for a mistake, and revokes nothing.
            let refused = Next::Answer(400, r#"{"error": "invalid_grant"}"#);
            let server = Rotating::new().then(Next::Wait).then(refused);
            let store = Watched::default();
            let source = logged_in_at(&server, store.clone()).await;
            let before = source.stored().await.unwrap().unwrap();
            pass(3600);
            // A process that does not heed the lock uses the token, and stores what it gets.
            let mut request =
                HttpRequest::new(b"grant_type=refresh_token&refresh_token=rt-0".into());
            *request.uri_mut() = "https://idp.example.com/token".parse().unwrap();
            let (other, third) = (server.clone(), server.clone());
            let first = tokio::spawn(async move { other.call(request).await });
            super::others().await;
            let waiting = tokio::spawn({
                let (source, store) = (source.clone(), store.clone());
                async move {
                    third.let_in();
                    assert_eq!(first.await.unwrap().unwrap().status(), 200);
                    store.puts_after_a_mark(theirs(&before, "rt-1", is_valid));
                    source.access_token().await
                }
            });
            assert_eq!(waiting.await.unwrap().unwrap().secret(), token);
            assert_eq!(server.seen(), seen);
        });
    }
}

#[test]
fn tokens_that_are_superseded_are_looked_at_anew() {
    run(async {
        let server = Rotating::new();
        let store = Watched::default();
        let source = logged_in_at(&server, store.clone()).await;
        let before = source.stored().await.unwrap().unwrap();
        pass(3600);
        store.puts_meanwhile(theirs(&before, "rt-9", true));
        store.saves([Fault::Superseded]);
        assert_eq!(token(&source).await, "theirs");
        assert!(server.seen().is_empty());
    });
}

#[test]
fn tokens_that_cannot_be_used_are_kept_for_the_next_refresh() {
    run(async {
        let unusable = r#"{"access_token": "at", "token_type": "mac", "refresh_token": "rt-1"}"#;
        let server = Rotating::new().then(Next::Spoilt(200, unusable));
        let source = logged_in(&server).await;
        pass(3600);
        let error = source.access_token().await.unwrap_err();
        assert!(matches!(error, TokenError::Request(_)), "{error:?}");
        assert_eq!(
            std::error::Error::source(&error).unwrap().to_string(),
            "the token type `mac` is not `Bearer`; help: if the server means `Bearer` by it, call \
             `bearer_token_type` of the builder"
        );
        let stored = source.stored().await.unwrap().unwrap();
        assert_eq!(stored.refresh_token().unwrap().secret(), "rt-1");
        sleep(Duration::from_secs(60)).await;
        assert_eq!(token(&source).await, "at-2");
        assert_eq!(server.seen(), ["rt-0", "rt-1"]);
    });
}

#[test]
fn no_error_shows_a_token() {
    run(async {
        let server = Rotating::new().then(Next::Lost);
        let source = logged_in(&server).await;
        let stored = source.stored().await.unwrap().unwrap();
        pass(3600);
        let error = source.access_token().await.unwrap_err();
        for shown in [format!("{error:?}"), format!("{error}"), format!("{stored:?}")] {
            assert!(!shown.contains("rt-") && !shown.contains("at-"), "{shown}");
        }
    });
}
