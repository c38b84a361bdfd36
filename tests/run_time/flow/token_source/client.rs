//! The tokens of a client that acts on its own.

use std::time::Duration;

use oauth_flow::flow::{
    Flow, MemoryTokenStore, Retry, StoredTokens, TokenError, TokenSource, TokenStore,
};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{clock, pass};
use oauth2::{AccessToken, AsyncHttpClient, HttpRequest};
use tokio::time::sleep;

use super::rotating::{AWAY, Next, Rotating};
use super::{others, run, token};

#[oauth_client(
    kind = "m2m",
    client_id = "worker",
    scope("read", "write"),
    token_endpoint = "https://idp.example.com/token"
)]
struct Worker;

fn worker() -> Flow<Worker> {
    Flow::<Worker>::builder().clock(clock).client_secret("hush").build().unwrap()
}

fn source(server: &Rotating) -> TokenSource<Worker> {
    worker().token_source(server.clone()).of_client()
}

#[test]
fn the_first_token_is_asked_for_when_it_is_needed() {
    run(async {
        let server = Rotating::new();
        let source = source(&server);
        assert!(server.seen().is_empty());
        assert_eq!(token(&source).await, "at-1");
        assert_eq!(token(&source).await, "at-1");
        assert_eq!(server.seen().len(), 1);
        pass(3600 - 300);
        assert_eq!(token(&source).await, "at-2");
        assert_eq!(server.seen().len(), 2);
    });
}

#[test]
fn a_hundred_tasks_ask_once() {
    run(async {
        let server = Rotating::new().then(Next::Wait);
        let source = source(&server);
        let tasks: Vec<_> = (0..100)
            .map(|_| {
                let source = source.clone();
                tokio::spawn(async move { token(&source).await })
            })
            .collect();
        others().await;
        server.let_in();
        for task in tasks {
            assert_eq!(task.await.unwrap(), "at-1");
        }
        assert_eq!(server.seen().len(), 1);
    });
}

#[test]
fn a_lost_answer_is_no_doubt() {
    run(async {
        let server = Rotating::new().then(Next::Lost);
        let source = source(&server);
        let error = source.access_token().await.unwrap_err();
        assert!(matches!(error, TokenError::Request(_)), "{error:?}");
        assert_eq!(error.retry(), Retry::Later(Some(Duration::from_secs(1))));
        sleep(Duration::from_secs(1)).await;
        assert_eq!(token(&source).await, "at-2");
    });
}

#[test]
fn a_server_that_does_not_answer_in_time_is_asked_again() {
    run(async {
        let server = Rotating::new().then(Next::Never);
        let limit = Duration::from_secs(3);
        let source = worker().token_source(server.clone()).time_limit(limit).of_client();
        let error = source.access_token().await.unwrap_err();
        assert_eq!(error.retry(), Retry::Later(Some(Duration::from_secs(1))));
        sleep(Duration::from_secs(1)).await;
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn a_token_that_an_api_refuses_is_replaced_when_it_is_old_enough() {
    run(async {
        let server = Rotating::new();
        let source = source(&server);
        let first = source.access_token().await.unwrap();
        pass(9);
        source.refused(&first);
        assert_eq!(token(&source).await, "at-1");
        pass(1);
        assert_eq!(token(&source).await, "at-2");
        // What is said of a token that was replaced is of no effect, and takes nothing back.
        pass(100);
        source.refused(&source.access_token().await.unwrap());
        source.refused(&AccessToken::new("at-1".to_owned()));
        assert_eq!(token(&source).await, "at-3");
        source.refused(&AccessToken::new("at-1".to_owned()));
        pass(100);
        assert_eq!(token(&source).await, "at-3");
        assert_eq!(server.seen().len(), 3);
    });
}

#[test]
fn processes_can_share_a_store_and_ask_for_a_part_of_the_scope() {
    run(async {
        let store = MemoryTokenStore::new();
        let server = Rotating::new();
        let inside = server.clone();
        let http = move |request: HttpRequest| {
            let server = inside.clone();
            async move {
                let body = String::from_utf8(request.body().clone()).unwrap();
                assert_eq!(body, "grant_type=client_credentials&scope=read");
                server.call(request).await
            }
        };
        let one = worker()
            .token_source(http)
            .of_client_with(store.clone(), |request| request.scope("read"));
        let two = worker().token_source(server.clone()).of_client_with(store, |request| request);
        assert_eq!(token(&one).await, "at-1");
        assert_eq!(token(&two).await, "at-1");
        assert_eq!(server.seen().len(), 1);
    });
}

#[test]
fn processes_that_share_a_store_ask_once() {
    run(async {
        let store = MemoryTokenStore::new();
        let server = Rotating::new().then(Next::Wait);
        let tasks: Vec<_> = (0..2)
            .map(|_| {
                let flow = worker().token_source(server.clone());
                let source = flow.of_client_with(store.clone(), |request| request);
                tokio::spawn(async move { token(&source).await })
            })
            .collect();
        others().await;
        server.let_in();
        for task in tasks {
            assert_eq!(task.await.unwrap(), "at-1");
        }
        assert_eq!(server.seen().len(), 1);
    });
}

#[test]
fn the_token_of_another_client_is_not_used_and_one_that_is_due_is_while_the_server_is_away() {
    run(async {
        let store = MemoryTokenStore::new();
        let server = Rotating::new();
        let at = |store: &MemoryTokenStore| {
            worker().token_source(server.clone()).of_client_with(store.clone(), |request| request)
        };
        assert_eq!(token(&at(&store)).await, "at-1");
        let tokens = store.load().await.unwrap().unwrap();

        let mut other = serde_json::to_value(&tokens).unwrap();
        other["client_id"] = "other".into();
        let other: StoredTokens = serde_json::from_value(other).unwrap();
        let others = MemoryTokenStore::new();
        let mut lock = others.lock(Duration::ZERO).await.unwrap();
        others.save(&mut lock, &other).await.unwrap();
        drop(lock);
        assert_eq!(token(&at(&others)).await, "at-2");

        pass(3600 - 300);
        let _ = server.clone().then(Next::Answer(503, AWAY));
        assert_eq!(token(&at(&store)).await, "at-1");
        assert_eq!(server.seen().len(), 3);
    });
}
