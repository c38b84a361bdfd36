//! When a token is renewed, and that it is renewed once.

use std::sync::Arc;
use std::time::Duration;

use oauth_flow::flow::{MemoryTokenStore, TokenError};
use oauth_flow_run_time_tests::pass;
use oauth2::AccessToken;

use super::rotating::{AWAY, Next, Rotating};
use super::{flow, logged_in, others, run, token};

#[test]
fn a_token_is_used_until_a_part_of_its_life_is_left() {
    run(async {
        let server = Rotating::new();
        let source = logged_in(&server).await;
        assert_eq!(token(&source).await, "at-0");
        // Five minutes of the hour are left, and a second.
        pass(3600 - 301);
        assert_eq!(token(&source).await, "at-0");
        assert!(server.seen().is_empty());
        pass(1);
        assert_eq!(token(&source).await, "at-1");
        assert_eq!(server.seen(), ["rt-0"]);
        assert_eq!(token(&source).await, "at-1");
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn a_token_of_a_short_life_is_renewed_when_a_fifth_is_left() {
    run(async {
        let server = Rotating::new().living(Some(100));
        let source = logged_in(&server).await;
        pass(79);
        assert_eq!(token(&source).await, "at-0");
        pass(1);
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn a_token_that_is_over_at_once_is_handed_out_once() {
    for lifetime in [0, 1] {
        run(async {
            let server = Rotating::new().living(Some(lifetime));
            let source = logged_in(&server).await;
            pass(lifetime);
            assert_eq!(token(&source).await, "at-1");
            pass(lifetime);
            assert_eq!(token(&source).await, "at-2");
            assert_eq!(server.seen(), ["rt-0", "rt-1"]);
        });
    }
}

#[test]
fn it_is_handed_out_after_a_failure_too() {
    run(async {
        let away = Next::Answer(503, AWAY);
        let server = Rotating::new().living(Some(0)).then(away);
        let source = logged_in(&server).await;
        assert!(source.access_token().await.is_err());
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn how_old_a_refused_token_has_to_be_is_for_the_caller_to_say() {
    run(async {
        let server = Rotating::new();
        let life = Duration::from_secs(3);
        let source =
            flow().token_source(server.clone()).least_life(life).of_user(MemoryTokenStore::new());
        source.keep(&server.login()).await.unwrap();
        source.refused(&AccessToken::new("at-0".to_owned()));
        pass(2);
        assert_eq!(token(&source).await, "at-0");
        pass(1);
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn how_far_ahead_is_for_the_caller_to_say() {
    run(async {
        let server = Rotating::new();
        let ahead = Duration::from_secs(30);
        let source =
            flow().token_source(server.clone()).renew_ahead(ahead).of_user(MemoryTokenStore::new());
        source.keep(&server.login()).await.unwrap();
        pass(3600 - 31);
        assert_eq!(token(&source).await, "at-0");
        pass(1);
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn a_token_without_an_end_is_used_until_an_api_refuses_it() {
    run(async {
        let server = Rotating::new().living(None);
        let source = logged_in(&server).await;
        pass(10 * 365 * 24 * 3600);
        assert_eq!(token(&source).await, "at-0");
        assert!(server.seen().is_empty());
        source.refused(&AccessToken::new("at-0".to_owned()));
        assert_eq!(token(&source).await, "at-1");
    });
}

#[test]
fn a_hundred_tasks_renew_once() {
    run(async {
        let server = Rotating::new().then(Next::Wait);
        let source = logged_in(&server).await;
        pass(3600);
        let tasks: Vec<_> = (0..100)
            .map(|_| {
                let source = source.clone();
                tokio::spawn(async move { token(&source).await })
            })
            .collect();
        others().await;
        assert!(tasks.iter().all(|task| !task.is_finished()));
        server.let_in();
        for task in tasks {
            assert_eq!(task.await.unwrap(), "at-1");
        }
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn who_has_a_valid_token_does_not_wait_for_long() {
    run(async {
        let server = Rotating::new().then(Next::WaitAfter);
        let source = logged_in(&server).await;
        pass(3600 - 300);
        let began = tokio::time::Instant::now();
        assert_eq!(token(&source).await, "at-0");
        assert_eq!(began.elapsed().as_secs(), 2);
        server.let_in();
        source.settled().await;
        assert_eq!(token(&source).await, "at-1");
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn sources_that_share_a_store_renew_once() {
    run(async {
        let server = Rotating::new().then(Next::Wait);
        let store = MemoryTokenStore::new();
        let first = super::logged_in_at(&server, store.clone()).await;
        let second = flow().token_source(server.clone()).of_user(store);
        pass(3600);
        let first = tokio::spawn(async move { token(&first).await });
        let second = tokio::spawn(async move { token(&second).await });
        others().await;
        server.let_in();
        assert_eq!(first.await.unwrap(), "at-1");
        assert_eq!(second.await.unwrap(), "at-1");
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn a_caller_who_is_dropped_stops_no_renewal() {
    run(async {
        let server = Rotating::new().then(Next::WaitAfter);
        let source = logged_in(&server).await;
        pass(3600);
        let waiting = tokio::spawn({
            let source = source.clone();
            async move { source.access_token().await }
        });
        others().await;
        waiting.abort();
        assert!(waiting.await.unwrap_err().is_cancelled());
        server.let_in();
        source.settled().await;
        let stored = source.stored().await.unwrap().unwrap();
        assert_eq!(stored.refresh_token().unwrap().secret(), "rt-1");
        assert_eq!(token(&source).await, "at-1");
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn a_source_that_is_dropped_stops_no_renewal() {
    run(async {
        let server = Rotating::new().then(Next::WaitAfter);
        let store = MemoryTokenStore::new();
        let source = super::logged_in_at(&server, store.clone()).await;
        pass(3600);
        let waiting = tokio::spawn(async move { source.access_token().await });
        others().await;
        waiting.abort();
        server.let_in();
        others().await;
        let source = flow().token_source(server.clone()).of_user(store);
        assert_eq!(token(&source).await, "at-1");
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn the_token_is_stored_before_anyone_has_it() {
    run(async {
        let server = Rotating::new();
        let store = super::stores::Watched::default();
        let source = super::logged_in_at(&server, store.clone()).await;
        pass(3600);
        store.log("asked");
        assert_eq!(token(&source).await, "at-1");
        store.log("got");
        assert_eq!(
            store.taken(),
            [
                "lock",
                "save rt-0 unused",
                "unlock",
                "asked",
                "load",
                "lock",
                "load",
                "save rt-0 in_flight",
                "save rt-1 unused",
                "unlock",
                "got"
            ]
        );
    });
}

#[test]
fn a_token_that_somebody_else_renewed_is_used_without_the_lock() {
    run(async {
        let server = Rotating::new();
        let store = super::stores::Watched::default();
        let first = super::logged_in_at(&server, store.clone()).await;
        let second = flow().token_source(server.clone()).of_user(store.clone());
        assert_eq!(token(&second).await, "at-0");
        pass(3600);
        assert_eq!(token(&first).await, "at-1");
        drop(store.taken());
        assert_eq!(token(&second).await, "at-1");
        assert_eq!(store.taken(), ["load"]);
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn outside_of_a_runtime_there_is_an_error_and_no_panic() {
    let server = Rotating::new();
    let source = flow().token_source(server.clone()).of_user(MemoryTokenStore::new());
    let outcome = oauth_flow_run_time_tests::run(source.access_token());
    assert!(matches!(outcome, Err(TokenError::NoRuntime)));
    let outcome = oauth_flow_run_time_tests::run(source.keep(&server.login()));
    assert!(matches!(outcome, Err(TokenError::NoRuntime)));
    // A token that is due is valid still.
    let source = run(logged_in(&server));
    pass(3600 - 300);
    let token = oauth_flow_run_time_tests::run(source.access_token()).unwrap();
    assert_eq!(token.secret(), "at-0");
}

#[test]
fn a_runtime_that_shuts_down_leaves_a_source_that_works_in_the_next_one() {
    let server = Rotating::new().then(Next::Wait);
    let source = run(async {
        let source = logged_in(&server).await;
        pass(3600);
        let waiting = source.clone();
        tokio::spawn(async move { drop(waiting.access_token().await) });
        others().await;
        source
    });
    // The request did not come to the server, which the source cannot know.
    run(async {
        let error = source.access_token().await.unwrap_err();
        assert_eq!(error.to_string(), super::in_doubt::TEXT);
    });
    assert!(server.seen().is_empty());
}

#[test]
fn a_runtime_that_is_over_gives_an_error_and_holds_nobody() {
    let server = Rotating::new();
    let source = run(logged_in(&server));
    pass(3600);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let handle = runtime.handle().clone();
    drop(runtime);
    let _inside = handle.enter();
    let outcome = oauth_flow_run_time_tests::run(source.access_token());
    assert!(matches!(outcome, Err(TokenError::Ended)), "{outcome:?}");
    assert_eq!(run(token(&source)), "at-1");
}

#[test]
fn a_source_is_for_all_threads() {
    fn is_shared<T: Send + Sync + Clone + 'static>(_: &T) {}
    fn is_sent<T: Send>(_: &T) {}

    let source = flow().token_source(Rotating::new()).of_user(MemoryTokenStore::new());
    is_shared(&source);
    is_sent(&source.access_token());
    is_sent(&source.forget());
    is_sent(&source.settled());
    assert_eq!(format!("{source:?}"), r#"TokenSource { client_id: "cli", .. }"#);
    let _ = Arc::new(source);
}
