//! What happens between two steps of a renewal.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use oauth_flow::flow::{
    LoginReason, MemoryLock, MemoryTokenStore, Saved, StoredTokens, TokenError, TokenStore,
};
use oauth_flow_run_time_tests::pass;
use tokio::sync::Semaphore;

use super::failures::theirs;
use super::rotating::{AWAY, Next, Rotating};
use super::stores::{Fault, Watched};
use super::{flow, logged_in_at, others, run, token};

#[test]
fn a_renewal_that_a_login_overtakes_is_waited_for_still() {
    run(async {
        let server = Rotating::new().then(Next::Wait);
        let store = MemoryTokenStore::new();
        let source = logged_in_at(&server, store.clone()).await;
        let (login, lock) = (server.login(), store.lock(Duration::ZERO).await.unwrap());
        let keeping = tokio::spawn({
            let source = source.clone();
            async move { source.keep(&login).await }
        });
        others().await;
        // The tokens of the login are over when they are stored.
        pass(3600);
        let renewal = tokio::spawn({
            let source = source.clone();
            async move { token(&source).await }
        });
        others().await;
        drop(lock);
        keeping.await.unwrap().unwrap();
        let settled = tokio::spawn(async move { source.settled().await });
        others().await;
        assert!(!settled.is_finished());
        server.let_in();
        settled.await.unwrap();
        assert_eq!(renewal.await.unwrap(), "at-1");
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

/// A store whose first load takes its time.
#[derive(Clone)]
struct Slow {
    inside: MemoryTokenStore,
    is_first: Arc<AtomicBool>,
    gate: Arc<Semaphore>,
}

impl TokenStore for Slow {
    type Error = std::convert::Infallible;
    type Lock = MemoryLock;

    async fn load(&self) -> Result<Option<StoredTokens>, Self::Error> {
        let tokens = self.inside.load().await;
        if self.is_first.swap(false, Ordering::SeqCst) {
            self.gate.acquire().await.unwrap().forget();
        }
        tokens
    }

    async fn lock(&self, at_most: Duration) -> Result<MemoryLock, Self::Error> {
        // Twenty for a request, and ten for what comes before it and after it.
        assert_eq!(at_most, Duration::from_secs(30));
        self.inside.lock(at_most).await
    }

    async fn save(
        &self,
        lock: &mut MemoryLock,
        tokens: &StoredTokens,
    ) -> Result<Saved, Self::Error> {
        self.inside.save(lock, tokens).await
    }

    async fn remove(&self, lock: &mut MemoryLock) -> Result<(), Self::Error> {
        self.inside.remove(lock).await
    }
}

#[test]
fn what_was_read_before_a_logout_is_not_used_after_it() {
    run(async {
        let (server, inside) = (Rotating::new(), MemoryTokenStore::new());
        logged_in_at(&server, inside.clone()).await;
        let gate = Arc::new(Semaphore::new(0));
        let is_first = Arc::new(AtomicBool::new(true));
        let store = Slow { inside, is_first, gate: gate.clone() };
        let source = flow().token_source(server.clone()).of_user(store);
        let reading = tokio::spawn({
            let source = source.clone();
            async move { source.access_token().await }
        });
        others().await;
        assert!(source.forget().await.unwrap().is_some());
        gate.add_permits(1);
        let error = reading.await.unwrap().unwrap_err();
        let TokenError::LoginNeeded(needed) = error else { panic!("{error:?}") };
        assert_eq!(needed.reason(), LoginReason::NothingStored);
        assert!(source.access_token().await.is_err());
    });
}

#[test]
fn new_tokens_take_the_place_of_those_that_a_standby_has_still() {
    run(async {
        let server = Rotating::new();
        let store = Watched::default();
        let source = logged_in_at(&server, store.clone()).await;
        let before = source.stored().await.unwrap().unwrap();
        pass(3600);
        store.saves([Fault::None].into_iter().chain(vec![Fault::Away; 9]));
        assert!(source.access_token().await.is_err());
        // It takes over, and knows nothing of the mark.
        store.put(&before).await;
        source.settled().await;
        let stored = source.stored().await.unwrap().unwrap();
        assert_eq!(stored.refresh_token().unwrap().secret(), "rt-1");
        assert_eq!(stored.follows(), Some(before.revision()));
        assert_eq!(token(&source).await, "at-1");
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn a_refresh_token_that_came_without_an_access_token_does_so_too() {
    run(async {
        let unusable = r#"{"access_token": "at", "token_type": "mac", "refresh_token": "rt-1"}"#;
        let server = Rotating::new().then(Next::Spoilt(200, unusable));
        let store = Watched::default();
        let source = logged_in_at(&server, store.clone()).await;
        let before = source.stored().await.unwrap().unwrap();
        pass(3600);
        store.saves([Fault::None].into_iter().chain(vec![Fault::Away; 9]));
        assert!(source.access_token().await.is_err());
        store.put(&before).await;
        source.settled().await;
        assert_eq!(token(&source).await, "at-2");
        assert_eq!(server.seen(), ["rt-0", "rt-1"]);
    });
}

#[test]
fn where_the_refresh_token_stays_the_tokens_that_another_process_stored_do_too() {
    run(async {
        let answer = r#"{"access_token": "ours", "token_type": "Bearer", "expires_in": 3600}"#;
        let server = Rotating::new().then(Next::Answer(200, answer));
        let store = Watched::default();
        let source = logged_in_at(&server, store.clone()).await;
        let before = source.stored().await.unwrap().unwrap();
        pass(3600);
        store.saves([Fault::None].into_iter().chain(vec![Fault::Away; 9]));
        assert!(source.access_token().await.is_err());
        store.put(&theirs(&before, "rt-0", true)).await;
        source.settled().await;
        assert_eq!(token(&source).await, "theirs");
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn an_answer_that_is_superseded_by_older_tokens_is_not_lost() {
    run(async {
        let server = Rotating::new();
        let store = Watched::default();
        let source = logged_in_at(&server, store.clone()).await;
        let before = source.stored().await.unwrap().unwrap();
        pass(3600);
        // A standby takes over after the mark, and knows nothing of it.
        store.puts_after_a_mark(before);
        store.saves([Fault::None, Fault::Superseded]);
        assert_eq!(token(&source).await, "at-1");
        let stored = source.stored().await.unwrap().unwrap();
        assert_eq!(stored.refresh_token().unwrap().secret(), "rt-1");
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn that_a_token_was_not_used_is_stored_when_the_store_is_back() {
    run(async {
        let server = Rotating::new().then(Next::Answer(503, AWAY));
        let store = Watched::default();
        let source = logged_in_at(&server, store.clone()).await;
        pass(3600);
        store.saves([Fault::None].into_iter().chain(vec![Fault::Away; 9]));
        let error = source.access_token().await.unwrap_err();
        assert!(matches!(error, TokenError::Request(_)), "{error:?}");
        source.settled().await;
        assert_eq!(token(&source).await, "at-1");
        assert!(!server.is_revoked());
    });
}
