//! A process that has only what is stored hands out the access token that is due, as long as it is valid.

use oauth_flow::flow::TokenSource;
use oauth_flow_run_time_tests::pass;

use super::rotating::{Next, Rotating};
use super::stores::{Fault, Watched};
use super::{Cli, flow, logged_in_at, run, token};

/// A source that knows nothing of its tokens, which have a hundred seconds left.
async fn source(server: &Rotating, store: &Watched) -> TokenSource<Cli> {
    logged_in_at(server, store.clone()).await;
    pass(3600 - 100);
    flow().token_source(server.clone()).of_user(store.clone())
}

#[test]
fn where_the_store_takes_no_mark() {
    run(async {
        let (server, store) = (Rotating::new(), Watched::default());
        let source = source(&server, &store).await;
        store.saves([Fault::Away]);
        assert_eq!(token(&source).await, "at-0");
        assert!(server.seen().is_empty());
    });
}

#[test]
fn where_the_store_does_not_take_the_answer() {
    run(async {
        let (server, store) = (Rotating::new(), Watched::default());
        let source = source(&server, &store).await;
        store.saves([Fault::None].into_iter().chain(vec![Fault::Away; 9]));
        assert_eq!(token(&source).await, "at-0");
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn where_the_answer_is_lost() {
    run(async {
        let (server, store) = (Rotating::new().then(Next::Lost), Watched::default());
        assert_eq!(token(&source(&server, &store).await).await, "at-0");
        assert_eq!(server.seen(), ["rt-0"]);
    });
}

#[test]
fn where_the_server_has_refused_the_refresh_token() {
    run(async {
        let refused = Next::Answer(400, r#"{"error": "invalid_grant"}"#);
        let (server, store) = (Rotating::new().then(refused), Watched::default());
        assert_eq!(token(&source(&server, &store).await).await, "at-0");
        let next = flow().token_source(server.clone()).of_user(store);
        assert_eq!(token(&next).await, "at-0");
        assert_eq!(server.seen(), ["rt-0"]);
    });
}
