//! A token that is due is handed out, and renewed meanwhile.

use std::time::Duration;

use oauth_flow::flow::MemoryTokenStore;
use oauth_flow_run_time_tests::pass;

use super::rotating::{Next, Rotating};
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
        let server = Rotating::new().then(Next::Answer(503, "<html>"));
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
