//! Logins and logouts.

use std::time::Duration;

use oauth_flow::flow::{
    Flow, LoginReason, MemoryTokenStore, Retry, StoredTokens, TokenError, TokenStore,
};
use oauth_flow_run_time_tests::{clock, pass};
use tokio::time::sleep;

use super::rotating::{AWAY, Next, Rotating};
use super::stores::{Fault, Watched};
use super::{Cli, flow, logged_in, logged_in_at, others, run, token};

#[track_caller]
fn reason(error: TokenError) -> LoginReason {
    assert_eq!(error.retry(), Retry::NewLogin);
    let TokenError::LoginNeeded(needed) = error else { panic!("{error:?}") };
    needed.reason()
}

#[test]
fn where_nothing_is_stored_a_person_has_to_log_in() {
    run(async {
        let server = Rotating::new();
        let source = flow().token_source(server.clone()).of_user(MemoryTokenStore::new());
        let error = source.access_token().await.unwrap_err();
        assert_eq!(error.to_string(), "no tokens are stored; help: log in");
        assert_eq!(reason(error), LoginReason::NothingStored);
        source.keep(&server.login()).await.unwrap();
        assert_eq!(token(&source).await, "at-0");
    });
}

#[test]
fn a_login_of_another_process_is_taken_up() {
    run(async {
        let (server, store) = (Rotating::new(), MemoryTokenStore::new());
        let waiting = flow().token_source(server.clone()).of_user(store.clone());
        assert!(waiting.access_token().await.is_err());
        logged_in_at(&server, store).await;
        sleep(Duration::from_secs(1)).await;
        assert_eq!(token(&waiting).await, "at-0");
    });
}

#[test]
fn without_a_refresh_token_the_access_token_is_used_to_its_end() {
    run(async {
        let server = Rotating::new();
        let store = MemoryTokenStore::new();
        let source = logged_in_at(&server, store.clone()).await;
        let mut value = serde_json::to_value(source.stored().await.unwrap().unwrap()).unwrap();
        value["refresh_token"] = serde_json::Value::Null;
        let tokens: StoredTokens = serde_json::from_value(value).unwrap();
        let mut lock = store.lock(Duration::ZERO).await.unwrap();
        store.save(&mut lock, &tokens).await.unwrap();
        drop(lock);
        let source = flow().token_source(server.clone()).of_user(store);
        pass(3589);
        assert_eq!(token(&source).await, "at-0");
        pass(1);
        sleep(Duration::from_secs(1)).await;
        assert_eq!(reason(source.access_token().await.unwrap_err()), LoginReason::NoRefreshToken);
        assert!(server.seen().is_empty());
    });
}

#[test]
fn the_tokens_of_another_client_or_server_are_not_used() {
    run(async {
        let (server, store) = (Rotating::new(), MemoryTokenStore::new());
        logged_in_at(&server, store.clone()).await;
        let before = store.load().await.unwrap();
        for (name, value) in
            [("client_id", "other"), ("token_endpoint", "https://other.example.com/token")]
        {
            let mut stored = serde_json::to_value(before.clone().unwrap()).unwrap();
            stored[name] = value.into();
            let stored: StoredTokens = serde_json::from_value(stored).unwrap();
            let mut lock = store.lock(Duration::ZERO).await.unwrap();
            store.save(&mut lock, &stored).await.unwrap();
            drop(lock);
            let source = flow().token_source(server.clone()).of_user(store.clone());
            let error = source.access_token().await.unwrap_err();
            assert_eq!(reason(error), LoginReason::Foreign, "{name}");
            assert_eq!(store.load().await.unwrap().unwrap(), stored);
        }
        assert!(server.seen().is_empty());
    });
}

#[test]
fn the_tokens_of_another_user_are_not_used_for_this_one() {
    run(async {
        let (server, store) = (Rotating::new(), MemoryTokenStore::new());
        let source = logged_in_at(&server, store.clone()).await;
        let put = async |name: &str, seconds: u64| {
            let mut value = serde_json::to_value(store.load().await.unwrap().unwrap()).unwrap();
            value["identity"] =
                serde_json::json!({ "issuer": "https://idp.example.com", "subject": name });
            let obtained = value["obtained"].as_u64().unwrap() + seconds;
            value["obtained"] = obtained.into();
            value["expires"] = (obtained + 3600).into();
            let tokens: StoredTokens = serde_json::from_value(value).unwrap();
            let mut lock = store.lock(Duration::ZERO).await.unwrap();
            store.save(&mut lock, &tokens).await.unwrap();
        };
        put("alice", 3600).await;
        pass(3600);
        assert_eq!(token(&source).await, "at-0");
        // Somebody else logs in to the same store.
        put("bob", 3600).await;
        pass(3600);
        for _ in 0..2 {
            let error = source.access_token().await.unwrap_err();
            assert_eq!(
                error.to_string(),
                "the stored tokens belong to another client, authorization server or user; help: \
                 log in again, or use another store"
            );
            assert_eq!(reason(error), LoginReason::Foreign);
            sleep(Duration::from_secs(1)).await;
        }
        // A source that knew nobody takes up whoever is logged in.
        let source = flow().token_source(server.clone()).of_user(store.clone());
        assert_eq!(token(&source).await, "at-0");
    });
}

#[test]
fn a_logout_of_another_process_is_heeded_when_the_token_is_due() {
    run(async {
        let (server, store) = (Rotating::new(), MemoryTokenStore::new());
        let source = logged_in_at(&server, store.clone()).await;
        let other = flow().token_source(server.clone()).of_user(store);
        other.forget().await.unwrap();
        assert_eq!(token(&source).await, "at-0");
        pass(3600 - 300);
        let error = source.access_token().await.unwrap_err();
        assert_eq!(reason(error), LoginReason::NothingStored);
    });
}

#[test]
fn a_server_is_known_by_its_issuer_where_both_know_it() {
    let known = |issuer: &str, endpoint: &str| {
        let builder = Flow::<Cli>::builder().clock(clock).issuer(issuer);
        builder.token_endpoint(endpoint).build()
    };
    // The endpoint is declared, so that only the issuer can differ.
    let endpoint = "https://idp.example.com/token";
    run(async {
        let (server, store) = (Rotating::new(), MemoryTokenStore::new());
        let first = known("https://idp.example.com", endpoint).unwrap();
        let source = first.token_source(server.clone()).of_user(store.clone());
        source.keep(&server.login()).await.unwrap();
        let same = known("https://idp.example.com", endpoint).unwrap();
        assert_eq!(token(&same.token_source(server.clone()).of_user(store.clone())).await, "at-0");
        let other = known("https://other.example.com", endpoint).unwrap();
        let source = other.token_source(server.clone()).of_user(store.clone());
        assert_eq!(reason(source.access_token().await.unwrap_err()), LoginReason::Foreign);
        // A flow that does not know it has the endpoint.
        assert_eq!(token(&flow().token_source(server).of_user(store)).await, "at-0");
    });
}

#[test]
fn a_login_waits_for_a_renewal_and_takes_its_place() {
    run(async {
        let server = Rotating::new().then(Next::WaitAfter);
        let source = logged_in(&server).await;
        pass(3600);
        let renewal = tokio::spawn({
            let source = source.clone();
            async move { source.access_token().await }
        });
        others().await;
        let login = server.login();
        let keeping = tokio::spawn({
            let source = source.clone();
            async move { source.keep(&login).await }
        });
        others().await;
        assert!(!keeping.is_finished());
        server.let_in();
        keeping.await.unwrap().unwrap();
        assert!(renewal.await.unwrap().is_ok());
        assert_eq!(token(&source).await, "at-2");
    });
}

#[test]
fn a_login_is_kept_also_where_the_caller_is_dropped() {
    run(async {
        let server = Rotating::new();
        let store = MemoryTokenStore::new();
        let lock = store.lock(Duration::ZERO).await.unwrap();
        let source = flow().token_source(server.clone()).of_user(store);
        let login = server.login();
        let keeping = tokio::spawn({
            let source = source.clone();
            async move { source.keep(&login).await }
        });
        others().await;
        keeping.abort();
        drop(lock);
        others().await;
        assert_eq!(token(&source).await, "at-0");
    });
}

#[test]
fn a_login_that_cannot_be_stored_is_an_error_and_can_be_given_again() {
    run(async {
        let server = Rotating::new();
        let store = Watched::default();
        let source = flow().token_source(server.clone()).of_user(store.clone());
        store.saves(vec![Fault::Away; 20]);
        let login = server.login();
        let error = source.keep(&login).await.unwrap_err();
        assert!(matches!(error, TokenError::Store(_)), "{error:?}");
        assert_eq!(error.retry(), Retry::Later(None));
        assert!(source.access_token().await.is_err());
        store.saves([]);
        source.keep(&login).await.unwrap();
        assert_eq!(token(&source).await, "at-0");
    });
}

#[test]
fn a_logout_removes_the_tokens_and_hands_them_out() {
    run(async {
        let server = Rotating::new();
        let store = Watched::default();
        let source = logged_in_at(&server, store.clone()).await;
        let forgotten = source.forget().await.unwrap().unwrap();
        assert_eq!(forgotten.refresh_token().unwrap().secret(), "rt-0");
        assert_eq!(forgotten.access_token().unwrap().secret(), "at-0");
        assert!(source.stored().await.unwrap().is_none());
        let error = source.access_token().await.unwrap_err();
        assert_eq!(reason(error), LoginReason::NothingStored);
        assert!(source.forget().await.unwrap().is_none());
        drop(store.taken());
        source.keep(&server.login()).await.unwrap();
        store.removes(true);
        assert!(matches!(source.forget().await, Err(TokenError::Store(_))));
        assert_eq!(
            store.taken(),
            ["lock", "save rt-0 unused", "unlock", "lock", "load", "remove", "unlock"]
        );
        // They are there still.
        assert_eq!(token(&source).await, "at-0");
    });
}

#[test]
fn a_logout_hands_out_what_could_not_be_saved() {
    run(async {
        let server = Rotating::new();
        let store = Watched::default();
        let source = logged_in_at(&server, store.clone()).await;
        pass(3600);
        store.saves([Fault::None].into_iter().chain(vec![Fault::Away; 9]));
        assert!(source.access_token().await.is_err());
        let forgotten = source.forget().await.unwrap().unwrap();
        assert_eq!(forgotten.refresh_token().unwrap().secret(), "rt-1");
        assert!(source.forget().await.unwrap().is_none());
        source.settled().await;
        assert!(source.stored().await.unwrap().is_none());
    });
}

#[test]
fn a_logout_hands_out_what_is_known_where_the_store_cannot_be_read() {
    run(async {
        let server = Rotating::new();
        let store = Watched::default();
        let source = logged_in_at(&server, store.clone()).await;
        store.loads([true]);
        assert!(source.forget().await.unwrap().is_some());
        source.keep(&server.login()).await.unwrap();
        store.loads([true, true]);
        let forgotten = source.forget().await.unwrap().unwrap();
        assert_eq!(forgotten.refresh_token().unwrap().secret(), "rt-0");
    });
}

#[test]
fn a_login_and_a_logout_end_the_failures_before() {
    run(async {
        let away = Next::Answer(503, AWAY);
        let server = Rotating::new().then(away.clone()).then(away.clone()).then(away);
        let source = logged_in(&server).await;
        for wait in [1, 2] {
            pass(3600);
            assert!(source.access_token().await.is_err());
            sleep(Duration::from_secs(wait)).await;
        }
        source.keep(&server.login()).await.unwrap();
        pass(3600);
        let error = source.access_token().await.unwrap_err();
        assert_eq!(error.retry(), Retry::Later(Some(Duration::from_secs(1))));
        source.forget().await.unwrap();
        let error = source.access_token().await.unwrap_err();
        assert_eq!(reason(error), LoginReason::NothingStored);
    });
}

#[test]
fn a_logout_while_a_renewal_is_under_way_leaves_nothing() {
    run(async {
        let server = Rotating::new().then(Next::WaitAfter);
        let source = logged_in(&server).await;
        pass(3600);
        let renewal = tokio::spawn({
            let source = source.clone();
            async move { source.access_token().await }
        });
        others().await;
        let logout = tokio::spawn({
            let source = source.clone();
            async move { source.forget().await }
        });
        others().await;
        server.let_in();
        let forgotten = logout.await.unwrap().unwrap().unwrap();
        assert_eq!(forgotten.refresh_token().unwrap().secret(), "rt-1");
        assert!(renewal.await.unwrap().is_ok_and(|token| token.secret() == "at-1"));
        let error = source.access_token().await.unwrap_err();
        assert_eq!(reason(error), LoginReason::NothingStored);
        assert!(source.stored().await.unwrap().is_none());
    });
}

#[test]
fn who_waits_for_a_renewal_while_another_logs_out_has_to_log_in() {
    run(async {
        let server = Rotating::new();
        let store = MemoryTokenStore::new();
        let source = logged_in_at(&server, store.clone()).await;
        pass(3600);
        // The logout has its turn first.
        let lock = store.lock(Duration::ZERO).await.unwrap();
        let logout = tokio::spawn({
            let source = source.clone();
            async move { source.forget().await }
        });
        others().await;
        let renewal = tokio::spawn({
            let source = source.clone();
            async move { source.access_token().await }
        });
        others().await;
        drop(lock);
        assert!(logout.await.unwrap().unwrap().is_some());
        let error = renewal.await.unwrap().unwrap_err();
        assert_eq!(reason(error), LoginReason::NothingStored);
        assert!(server.seen().is_empty());
    });
}
