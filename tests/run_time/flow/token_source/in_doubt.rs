//! A refresh token that may be used up: it is not sent again, unless the server takes it once more.

use std::time::Duration;

use oauth_flow::flow::{
    AssertionClaims, AsyncSigner, Flow, LoginReason, MemoryTokenStore, Retry, SignError,
    StoredTokens, TokenError, TokenSource, TokenStore,
};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{clock, pass};
use tokio::time::sleep;

use super::rotating::{AWAY, Next, Rotating};
use super::{Cli, flow, logged_in, others, run, token};

pub(super) const TEXT: &str = "the refresh token may be used up, since the answer to its last use was \
    lost, and a server may take a second use for a theft; help: log in again";

#[track_caller]
fn assert_login(error: &TokenError, reason: LoginReason) {
    let TokenError::LoginNeeded(needed) = error else { panic!("{error:?}") };
    assert_eq!(needed.reason(), reason);
    assert_eq!(error.retry(), Retry::NewLogin);
}

/// What a process leaves that is killed after its request was sent.
async fn killed(server: &Rotating, store: &MemoryTokenStore, seconds: u64) {
    let source = super::logged_in_at(server, store.clone()).await;
    pass(seconds);
    let tokens = store.load().await.unwrap().unwrap();
    let mut value = serde_json::to_value(&tokens).unwrap();
    let now = value["obtained"].as_u64().unwrap() + seconds;
    value["state"] = serde_json::json!({ "in_flight": { "since": now, "again": false } });
    let tokens: StoredTokens = serde_json::from_value(value).unwrap();
    let mut lock = store.lock(Duration::ZERO).await.unwrap();
    store.save(&mut lock, &tokens).await.unwrap();
    drop(source);
}

fn graced(server: &Rotating, store: &MemoryTokenStore, seconds: u64) -> TokenSource<Cli> {
    let period = Duration::from_secs(seconds);
    flow().token_source(server.clone()).grace_period(period).of_user(store.clone())
}

#[test]
fn an_answer_that_is_lost_needs_a_login() {
    for lost in [
        Next::Lost,
        Next::LostBefore,
        Next::Spoilt(200, "<html>"),
        Next::Spoilt(200, "{}"),
        Next::Spoilt(500, "oops"),
        Next::Spoilt(500, r#"{"error": "server_error"}"#),
        Next::Spoilt(502, "<html>"),
        Next::Spoilt(503, "<html>"),
        Next::Spoilt(504, "<html>"),
    ] {
        run(async {
            let server = Rotating::new().then(lost);
            let source = logged_in(&server).await;
            pass(3600);
            let error = source.access_token().await.unwrap_err();
            assert_login(&error, LoginReason::InDoubt);
            assert_eq!(error.to_string(), TEXT);
            let seen = server.seen().len();
            // Neither now nor later, and nothing is removed.
            sleep(Duration::from_secs(120)).await;
            assert_login(&source.access_token().await.unwrap_err(), LoginReason::InDoubt);
            assert_eq!(server.seen().len(), seen);
            assert!(!server.is_revoked());
            let stored = source.stored().await.unwrap().unwrap();
            assert_eq!(stored.refresh_token().unwrap().secret(), "rt-0");
            // A login ends it.
            source.keep(&server.login()).await.unwrap();
            assert!(source.access_token().await.is_ok());
        });
    }
}

#[test]
fn a_token_that_is_valid_still_is_used_to_its_end() {
    run(async {
        let server = Rotating::new().then(Next::Lost);
        let source = logged_in(&server).await;
        pass(3600 - 100);
        assert_eq!(token(&source).await, "at-0");
        assert_eq!(server.seen(), ["rt-0"]);
        sleep(Duration::from_secs(120)).await;
        assert_eq!(token(&source).await, "at-0");
        // Ten seconds before its end it is no longer handed out.
        pass(89);
        assert_eq!(token(&source).await, "at-0");
        pass(1);
        assert_login(&source.access_token().await.unwrap_err(), LoginReason::InDoubt);
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn a_server_that_does_not_answer_in_time_leaves_a_doubt() {
    run(async {
        let server = Rotating::new().then(Next::Never);
        let source = flow()
            .token_source(server.clone())
            .time_limit(Duration::from_secs(3))
            .of_user(MemoryTokenStore::new());
        source.keep(&server.login()).await.unwrap();
        pass(3600);
        let began = tokio::time::Instant::now();
        let error = source.access_token().await.unwrap_err();
        assert_eq!(began.elapsed().as_secs(), 3);
        assert_login(&error, LoginReason::InDoubt);
        let cause = std::error::Error::source(&error).unwrap();
        assert_eq!(cause.to_string(), "the server did not answer within 3 seconds");
    });
}

#[test]
fn a_survivor_does_not_send_the_token_again() {
    run(async {
        let (server, store) = (Rotating::new(), MemoryTokenStore::new());
        killed(&server, &store, 3600).await;
        let source = flow().token_source(server.clone()).of_user(store);
        assert_login(&source.access_token().await.unwrap_err(), LoginReason::InDoubt);
        assert!(server.seen().is_empty());
    });
}

#[test]
fn a_survivor_uses_the_access_token_that_is_valid_still() {
    run(async {
        let (server, store) = (Rotating::new(), MemoryTokenStore::new());
        killed(&server, &store, 3590 - 200).await;
        let source = flow().token_source(server.clone()).of_user(store);
        assert_eq!(token(&source).await, "at-0");
        assert!(server.seen().is_empty());
    });
}

#[test]
fn a_clock_that_is_behind_does_not_make_the_grace_period_longer() {
    run(async {
        let (server, store) = (Rotating::new(), MemoryTokenStore::new());
        killed(&server, &store, 3600).await;
        // The other machine marked the token a minute from now.
        let mut value = serde_json::to_value(store.load().await.unwrap().unwrap()).unwrap();
        let since = value["state"]["in_flight"]["since"].as_u64().unwrap() + 60;
        value["state"]["in_flight"]["since"] = since.into();
        let tokens: StoredTokens = serde_json::from_value(value).unwrap();
        let mut lock = store.lock(Duration::ZERO).await.unwrap();
        store.save(&mut lock, &tokens).await.unwrap();
        drop(lock);
        let error = graced(&server, &store, 30).access_token().await.unwrap_err();
        assert_login(&error, LoginReason::InDoubt);
        assert!(server.seen().is_empty());
    });
}

#[test]
fn within_the_grace_period_a_survivor_sends_it_once_more() {
    run(async {
        let (server, store) = (Rotating::new(), MemoryTokenStore::new());
        killed(&server, &store, 3600).await;
        pass(29);
        assert_eq!(token(&graced(&server, &store, 30)).await, "at-1");
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn after_the_grace_period_a_survivor_does_not() {
    run(async {
        let (server, store) = (Rotating::new(), MemoryTokenStore::new());
        killed(&server, &store, 3600).await;
        pass(30);
        let error = graced(&server, &store, 30).access_token().await.unwrap_err();
        assert_login(&error, LoginReason::InDoubt);
        assert!(server.seen().is_empty());
    });
}

#[test]
fn in_the_grace_period_a_lost_answer_is_asked_for_once_more_and_no_more() {
    run(async {
        let store = MemoryTokenStore::new();
        let server = Rotating::new().then(Next::LostBefore).then(Next::LostBefore);
        let source = graced(&server, &store, 40);
        source.keep(&server.login()).await.unwrap();
        pass(3600);
        // Not at once: a server that has just failed would fail again.
        let error = source.access_token().await.unwrap_err();
        assert!(matches!(error, TokenError::Request(_)), "{error:?}");
        assert_eq!(error.retry(), Retry::Later(Some(Duration::from_secs(10))));
        sleep(Duration::from_secs(10)).await;
        assert_login(&source.access_token().await.unwrap_err(), LoginReason::InDoubt);
        sleep(Duration::from_secs(120)).await;
        assert_login(&source.access_token().await.unwrap_err(), LoginReason::InDoubt);
        // Both requests are gone, and there is no third.
        assert!(server.seen().is_empty());

        let server = Rotating::new().then(Next::LostBefore);
        let source = graced(&server, &MemoryTokenStore::new(), 300);
        source.keep(&server.login()).await.unwrap();
        pass(3600);
        let error = source.access_token().await.unwrap_err();
        assert_eq!(error.retry(), Retry::Later(Some(Duration::from_secs(15))));
        sleep(Duration::from_secs(15)).await;
        assert_eq!(token(&source).await, "at-1");
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn a_server_that_never_rotates_is_asked_as_often_as_it_takes() {
    run(async {
        let mut server = Rotating::new();
        for _ in 0..5 {
            server = server.then(Next::LostBefore);
        }
        let source = flow()
            .token_source(server.clone())
            .grace_period(Duration::MAX)
            .of_user(MemoryTokenStore::new());
        source.keep(&server.login()).await.unwrap();
        pass(3600);
        for wait in [1, 2, 4, 8, 16] {
            let error = source.access_token().await.unwrap_err();
            assert_eq!(error.retry(), Retry::Later(Some(Duration::from_secs(wait))));
            sleep(Duration::from_secs(wait)).await;
        }
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn what_hangs_before_the_token_is_sent_leaves_no_doubt() {
    struct Hanging;

    impl AsyncSigner for Hanging {
        async fn sign(&self, _claims: &AssertionClaims<'_>) -> Result<String, SignError> {
            std::future::pending().await
        }
    }

    #[oauth_client(
        kind = "web",
        grant("authorization_code", "refresh_token"),
        pkce = "S256",
        auth = "private_key_jwt",
        jwks_uri = "https://app.example.com/jwks",
        issuer = "https://idp.example.com",
        client_id = "cli",
        redirect_uri = "https://app.example.com/callback",
        authorization_endpoint = "https://idp.example.com/authorize",
        token_endpoint = "https://idp.example.com/token"
    )]
    struct Portal;

    run(async {
        let (server, store) = (Rotating::new(), MemoryTokenStore::new());
        super::logged_in_at(&server, store.clone()).await;
        pass(3600);
        let flow = Flow::<Portal>::builder().clock(clock).async_signer(Hanging).build().unwrap();
        let source = flow.token_source(server.clone()).of_user(store.clone());
        let error = source.access_token().await.unwrap_err();
        assert!(matches!(error, TokenError::Request(_)), "{error:?}");
        let cause = std::error::Error::source(&error).unwrap();
        assert_eq!(cause.to_string(), "the server did not answer within 20 seconds");
        // The token is as it was.
        let source = super::flow().token_source(server.clone()).of_user(store);
        assert_eq!(token(&source).await, "at-1");
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn a_store_that_is_too_slow_sends_nothing() {
    run(async {
        let server = Rotating::new();
        let store = super::stores::Watched::default();
        let source = super::logged_in_at(&server, store.clone()).await;
        pass(3600);
        store.delays(Duration::from_secs(6));
        let error = source.access_token().await.unwrap_err();
        let cause = std::error::Error::source(&error).unwrap();
        assert_eq!(cause.to_string(), "the store took longer than 5 seconds, so nothing was sent");
        assert!(server.seen().is_empty());
        store.delays(Duration::ZERO);
        sleep(Duration::from_secs(1)).await;
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn a_request_that_did_not_come_to_the_token_is_no_second_use() {
    run(async {
        let (server, store) = (Rotating::new().then(Next::Later(503, 1)), MemoryTokenStore::new());
        killed(&server, &store, 3600).await;
        let source = graced(&server, &store, 30);
        assert!(matches!(source.access_token().await, Err(TokenError::Request(_))));
        others().await;
        // The doubt is as it was, and the one more request is still to be made.
        sleep(Duration::from_secs(1)).await;
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn after_it_the_grace_period_ends_as_before() {
    run(async {
        let (server, store) =
            (Rotating::new().then(Next::Answer(503, AWAY)), MemoryTokenStore::new());
        killed(&server, &store, 3600).await;
        let source = graced(&server, &store, 30);
        assert!(matches!(source.access_token().await, Err(TokenError::Request(_))));
        pass(30);
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_login(&source.access_token().await.unwrap_err(), LoginReason::InDoubt);
        assert_eq!(server.seen().len(), 1);
    });
}

#[test]
fn a_clock_that_is_behind_does_not_tell_how_long_ago_it_was() {
    run(async {
        let (server, store) = (Rotating::new(), MemoryTokenStore::new());
        killed(&server, &store, 3600).await;
        let tokens = store.load().await.unwrap().unwrap();
        let mut value = serde_json::to_value(&tokens).unwrap();
        let since = value["state"]["in_flight"]["since"].as_u64().unwrap();
        value["state"]["in_flight"]["since"] = (since + 10).into();
        let mut lock = store.lock(Duration::ZERO).await.unwrap();
        store.save(&mut lock, &serde_json::from_value(value).unwrap()).await.unwrap();
        drop(lock);
        let error = graced(&server, &store, 30).access_token().await.unwrap_err();
        assert_login(&error, LoginReason::InDoubt);
        assert!(server.seen().is_empty());
    });
}
