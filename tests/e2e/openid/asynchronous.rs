//! The same validation in an asynchronous program.

use std::future::Future;

use oauth_flow::flow::{Flow, JwtErrorReason, KeysError, RequestError, SafeHttp, Tokens};
use oauth_flow_e2e_tests::tests;
use serde_json::{Value, json};

use crate::party::{Error, Party as _, Web, key_requests, planned, reason};

tests! {
    a_login_is_validated
    a_key_that_was_changed_just_before_is_fetched
    a_key_that_is_not_known_is_not_looked_for_again_at_once
    keys_that_cannot_be_fetched_cost_no_code
    a_login_can_be_sent_to_another_thread
}

fn run<T>(future: impl Future<Output = T>) -> T {
    let run_time = tokio::runtime::Builder::new_current_thread().enable_all().build();
    run_time.unwrap().block_on(future)
}

async fn log_in(flow: &Flow<Web>, http: &SafeHttp) -> Result<Tokens, Error> {
    let (url, pending) = flow.authorize().begin().unwrap();
    let request = flow.complete(pending, Web::answer(&url).as_str()).unwrap();
    request.request_async(http).await
}

fn refused(id_token: Value) -> JwtErrorReason {
    let (_provider, flow) = planned::<Web>(json!({ "id_token": id_token }));
    run(async { reason(log_in(&flow, &SafeHttp::new().unwrap()).await) })
}

fn a_login_is_validated() {
    let (provider, flow) = planned::<Web>(json!({}));
    let tokens = run(async { log_in(&flow, &SafeHttp::new().unwrap()).await.unwrap() });
    let claims = tokens.claims().unwrap();
    assert_eq!((claims.issuer(), claims.subject()), (provider.issuer(), "alice"));
    for (id_token, expected) in [
        (json!({ "alg": "none" }), JwtErrorReason::Unsigned),
        (json!({ "signature": "wrong" }), JwtErrorReason::Signature),
        (json!({ "encrypted": true }), JwtErrorReason::Encrypted),
        (json!({ "claims": { "nonce": "another" } }), JwtErrorReason::Nonce),
        (json!({ "claims": { "aud": "another-client" } }), JwtErrorReason::Audience),
        (json!({ "claims": { "exp": 0 } }), JwtErrorReason::Expired),
        (
            json!({ "header": { "typ": "at+jwt" } }),
            JwtErrorReason::Type { received: "at+jwt".into() },
        ),
    ] {
        assert_eq!(refused(id_token.clone()), expected, "{id_token}");
    }
}

fn a_key_that_was_changed_just_before_is_fetched() {
    let (provider, flow) = planned::<Web>(json!({
        "at_token": { "jwks": { "keys": ["rsa-next"] }, "id_token": { "key": "rsa-next" } },
    }));
    let tokens = run(async { log_in(&flow, &SafeHttp::new().unwrap()).await.unwrap() });
    assert_eq!(tokens.claims().unwrap().subject(), "alice");
    assert_eq!(key_requests(&provider), 2);
}

fn a_key_that_is_not_known_is_not_looked_for_again_at_once() {
    let (provider, flow) =
        planned::<Web>(json!({ "id_token": { "header": { "kid": "made-up" } } }));
    run(async {
        let http = SafeHttp::new().unwrap();
        let kid = Some("made-up".to_owned());
        assert_eq!(reason(log_in(&flow, &http).await), JwtErrorReason::UnknownKey { kid });
        let again = reason(log_in(&flow, &http).await);
        assert!(matches!(again, JwtErrorReason::Keys(_)), "{again:?}");
    });
    assert_eq!(key_requests(&provider), 2);
}

fn keys_that_cannot_be_fetched_cost_no_code() {
    let (provider, flow) = planned::<Web>(json!({ "jwks": { "status": 500, "body": "" } }));
    let answer = run(async { log_in(&flow, &SafeHttp::new().unwrap()).await });
    assert!(matches!(answer, Err(RequestError::Keys(KeysError::Exchange(_)))), "{answer:?}");
    assert_eq!(provider.record().of("/token").count(), 0);
}

/// A web framework spawns its handlers, and moves them between threads.
fn a_login_can_be_sent_to_another_thread() {
    fn sent<T: Send>(it: T) -> T {
        it
    }
    let (_provider, flow) = planned::<Web>(json!({}));
    run(async {
        let http = SafeHttp::new().unwrap();
        let tokens = sent(log_in(&flow, &http)).await.unwrap();
        let identity = sent(tokens.claims().unwrap().identity());
        let userinfo = flow.userinfo(tokens.access_token(), &identity);
        let userinfo = sent(userinfo.request_async(&http)).await.unwrap();
        assert_eq!(sent(userinfo).subject(), "alice");
    });
}
