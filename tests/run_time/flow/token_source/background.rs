//! A token that is due is handed out, and renewed meanwhile.

use std::time::Duration;

use oauth_flow::flow::MemoryTokenStore;
use oauth_flow_run_time_tests::pass;

use super::rotating::{Next, Rotating};
use super::stores::{Fault, Watched};
use super::{flow, others, run, token};

#[test]
fn nobody_waits_while_the_token_is_valid() {
    run(async {
        let server = Rotating::new().then(Next::Wait);
        let source =
            flow().token_source(server.clone()).in_background().of_user(MemoryTokenStore::new());
        source.keep(&server.login()).await.unwrap();
        pass(3600 - 300);
        assert_eq!(token(&source).await, "at-0");
        others().await;
        assert_eq!(token(&source).await, "at-0");
        server.let_in();
        source.settled().await;
        assert_eq!(token(&source).await, "at-1");
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn who_asks_for_a_token_that_is_over_waits() {
    run(async {
        let server = Rotating::new();
        let source =
            flow().token_source(server.clone()).in_background().of_user(MemoryTokenStore::new());
        source.keep(&server.login()).await.unwrap();
        pass(3600);
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn a_failure_is_tried_again_after_its_wait() {
    run(async {
        let server =
            Rotating::new().then(Next::Answer(503, r#"{"error": "temporarily_unavailable"}"#));
        let source =
            flow().token_source(server.clone()).in_background().of_user(MemoryTokenStore::new());
        source.keep(&server.login()).await.unwrap();
        pass(3600 - 300);
        for _ in 0..3 {
            assert_eq!(token(&source).await, "at-0");
            others().await;
        }
        assert_eq!(server.seen().len(), 1);
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(token(&source).await, "at-0");
        source.settled().await;
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn what_could_not_be_saved_is_saved_by_one_task_however_long_the_store_is_away() {
    run(async {
        let server = Rotating::new();
        let store = Watched::default();
        let source = flow().token_source(server.clone()).in_background().of_user(store.clone());
        source.keep(&server.login()).await.unwrap();
        pass(3600 - 300);
        store.saves([Fault::None].into_iter().chain(vec![Fault::Away; 1000]));
        assert_eq!(token(&source).await, "at-0");
        tokio::time::sleep(Duration::from_secs(3600)).await;
        drop(store.taken());
        tokio::time::sleep(Duration::from_secs(600)).await;
        // One attempt a minute, the longest wait.
        let attempts = store.taken().iter().filter(|what| what.starts_with("save")).count();
        assert!((9..=11).contains(&attempts), "{attempts}");
        store.saves([]);
        source.settled().await;
        let stored = source.stored().await.unwrap().unwrap();
        assert_eq!(stored.refresh_token().unwrap().secret(), "rt-1");
        assert_eq!(server.seen(), ["rt-0"]);
    });
}
