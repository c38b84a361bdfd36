//! What the store does wrong.

use std::time::Duration;

use oauth_flow::flow::{MemoryTokenStore, Retry, TokenError, TokenStore};
use oauth_flow_run_time_tests::pass;
use tokio::time::sleep;

use super::rotating::Rotating;
use super::stores::{Fault, Watched};
use super::{flow, logged_in_at, run, token};

#[test]
fn without_the_mark_nothing_is_sent() {
    for fault in [Fault::Away, Fault::Silent] {
        run(async {
            let server = Rotating::new();
            let store = Watched::default();
            let source = logged_in_at(&server, store.clone()).await;
            pass(3600);
            store.saves([fault]);
            let error = source.access_token().await.unwrap_err();
            assert!(matches!(error, TokenError::Store(_)), "{error:?}");
            assert_eq!(error.to_string(), "the store of the tokens cannot be used");
            let cause = std::error::Error::source(&error).unwrap();
            assert_eq!(cause.to_string(), "the database is away");
            assert!(server.seen().is_empty());
            // When the store is back, nothing is lost, whether the mark is there or not.
            sleep(Duration::from_secs(2)).await;
            assert_eq!(token(&source).await, "at-1");
            assert_eq!(server.seen(), ["rt-0"]);
        });
    }
}

#[test]
fn a_store_that_is_away_for_a_moment_gets_the_new_tokens() {
    // What is stored after all is not saved again.
    for (fault, attempts) in [(Fault::Away, 3), (Fault::Silent, 1)] {
        run(async {
            let server = Rotating::new();
            let store = Watched::default();
            let source = logged_in_at(&server, store.clone()).await;
            pass(3600);
            store.saves([Fault::None, fault, fault]);
            assert_eq!(token(&source).await, "at-1");
            let saves = store.taken().into_iter().filter(|what| what == "save rt-1 unused");
            assert_eq!(saves.count(), attempts);
            let stored = source.stored().await.unwrap().unwrap();
            assert_eq!(stored.refresh_token().unwrap().secret(), "rt-1");
            assert_eq!(server.seen(), ["rt-0"]);
        });
    }
}

#[test]
fn a_store_that_stays_away_gets_the_new_tokens_when_it_is_back_and_nobody_before() {
    run(async {
        let server = Rotating::new();
        let store = Watched::default();
        let source = logged_in_at(&server, store.clone()).await;
        pass(3600);
        store.saves([Fault::None].into_iter().chain(vec![Fault::Away; 11]));
        let error = source.access_token().await.unwrap_err();
        assert!(matches!(error, TokenError::Store(_)), "{error:?}");
        assert!(matches!(error.retry(), Retry::Later(Some(_))));
        let stored = source.stored().await.unwrap().unwrap();
        assert_eq!(stored.refresh_token().unwrap().secret(), "rt-0");
        // Nobody asks meanwhile.
        source.settled().await;
        let stored = source.stored().await.unwrap().unwrap();
        assert_eq!(stored.refresh_token().unwrap().secret(), "rt-1");
        assert_eq!(token(&source).await, "at-1");
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn new_tokens_that_could_not_be_saved_do_not_take_the_place_of_a_login() {
    run(async {
        let server = Rotating::new();
        let store = Watched::default();
        let source = logged_in_at(&server, store.clone()).await;
        pass(3600);
        store.saves([Fault::None].into_iter().chain(vec![Fault::Away; 9]));
        assert!(source.access_token().await.is_err());
        let other = flow().token_source(server.clone()).of_user(store.clone());
        other.keep(&server.login()).await.unwrap();
        let newest = other.stored().await.unwrap().unwrap();
        source.settled().await;
        assert_eq!(source.stored().await.unwrap().unwrap(), newest);
        assert_eq!(source.access_token().await.unwrap().secret(), "at-2");
    });
}

#[test]
fn a_token_that_is_valid_still_is_used_while_the_store_is_away() {
    run(async {
        let server = Rotating::new();
        let store = Watched::default();
        let source = logged_in_at(&server, store.clone()).await;
        assert_eq!(token(&source).await, "at-0");
        pass(3600 - 100);
        store.locks(true);
        assert_eq!(token(&source).await, "at-0");
        pass(90);
        let error = source.access_token().await.unwrap_err();
        assert!(matches!(error, TokenError::Store(_)), "{error:?}");
        assert!(server.seen().is_empty());
        store.locks(false);
        sleep(Duration::from_secs(60)).await;
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn what_cannot_be_read_is_an_error_and_is_left_there() {
    run(async {
        let server = Rotating::new();
        let store = Watched::default();
        let source = logged_in_at(&server, store.clone()).await;
        pass(3600);
        // Without the lock, and under it.
        store.loads([true, true]);
        let error = source.access_token().await.unwrap_err();
        assert!(matches!(error, TokenError::Store(_)), "{error:?}");
        assert_eq!(error.retry(), Retry::Later(Some(Duration::from_secs(1))));
        assert!(server.seen().is_empty());
        sleep(Duration::from_secs(1)).await;
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn a_lock_that_somebody_keeps_is_an_error_in_the_end() {
    run(async {
        let server = Rotating::new();
        let store = MemoryTokenStore::new();
        let source = logged_in_at(&server, store.clone()).await;
        pass(3600);
        let lock = store.lock(Duration::ZERO).await.unwrap();
        let error = source.access_token().await.unwrap_err();
        let cause = std::error::Error::source(&error).unwrap();
        assert_eq!(
            cause.to_string(),
            "somebody else has held the lock of the stored tokens for 40 seconds"
        );
        drop(lock);
        sleep(Duration::from_secs(1)).await;
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn a_store_that_panics_leaves_an_error_and_a_source_that_goes_on() {
    run(async {
        let server = Rotating::new();
        let store = Watched::default();
        let source = logged_in_at(&server, store.clone()).await;
        pass(3600);
        store.saves([Fault::Panic]);
        let error = source.access_token().await.unwrap_err();
        assert!(matches!(error, TokenError::Ended), "{error:?}");
        assert_eq!(error.retry(), Retry::Later(None));
        assert_eq!(token(&source).await, "at-1");
    });
}
