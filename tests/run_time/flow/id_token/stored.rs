//! A source of tokens stores who logged in, and an ID token of a renewal is one of that login.

use std::error::Error as _;
use std::future::ready;
use std::sync::Mutex;

use oauth_flow::flow::{MemoryTokenStore, TokenError, TokenSource};
use oauth_flow_run_time_tests::{Http, pass};
use oauth2::{HttpRequest, SyncHttpClient as _};
use serde_json::{Value, json};

use super::provider::{NOW, Portal, claims, flow, key_set, login_claiming, p256, tokens, with};

fn run<F: Future>(test: F) -> F::Output {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_time().start_paused(true).build().unwrap().block_on(test)
}

/// A source whose user has logged in, where the ID token of the next renewal has these claims in place of the
/// right ones.
async fn logged_in(changed: &Value) -> TokenSource<Portal> {
    let right = with(claims("x"), &json!({"nonce": null, "iat": NOW + 60}));
    let token = p256().sign(&with(right, changed));
    let http = Http::answering(200, &key_set(&[p256().published()])).then(200, &tokens(&token));
    let http = Mutex::new(http);
    let client = move |request: HttpRequest| ready(http.lock().unwrap().call(request));
    let source = flow().token_source(client).of_user(MemoryTokenStore::new());
    source.keep(&login_claiming(&json!({})).unwrap()).await.unwrap();
    let stored = source.stored().await.unwrap().unwrap();
    assert_eq!(stored.identity().unwrap().subject(), "248289761001");
    pass(60);
    source.refused(&stored.access_token().unwrap());
    source
}

#[test]
fn a_renewal_of_the_same_user_is_taken() {
    run(async {
        let source = logged_in(&json!({})).await;
        let before = source.stored().await.unwrap().unwrap();
        assert_eq!(source.access_token().await.unwrap().secret(), "at-1");
        let stored = source.stored().await.unwrap().unwrap();
        assert_ne!(stored.id_token(), before.id_token());
        assert_eq!(stored.identity().unwrap().subject(), "248289761001");
    });
}

#[test]
fn a_renewal_of_another_user_is_refused() {
    run(async {
        let source = logged_in(&json!({"sub": "another"})).await;
        let error = source.access_token().await.unwrap_err();
        assert!(matches!(error, TokenError::Request(_)), "{error:?}");
        assert_eq!(
            error.source().unwrap().to_string(),
            "`sub` of the ID token is not that of the login that it continues (OpenID Connect Core \
             section 12.2)"
        );
        let stored = source.stored().await.unwrap().unwrap();
        assert_eq!(stored.identity().unwrap().subject(), "248289761001");
    });
}
