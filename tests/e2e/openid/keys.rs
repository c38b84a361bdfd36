//! When the keys of the server are fetched and how often, and what a login gets where they cannot be.

use std::future::poll_fn;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use oauth_flow::JwsAlgorithm;
use oauth_flow::flow::{
    AnswerError, BlockingSafeHttp, ExchangeError, Flow, JwtErrorReason, KeysError, NoClaims,
    RequestError, SafeHttp, SafeHttpError, SafeHttpOptions, ServerMetadata, Tokens,
};
use oauth_flow_e2e_tests::tests;
use serde_json::{Value, json};

use crate::party::{
    self, Error, Party as _, Web, accepted, key_requests, log_in, planned, provider, reason,
    seconds_from_now,
};

tests! {
    keys_are_fetched_before_the_code_is_sent_and_once_for_all_logins
    keys_are_fetched_once_for_logins_at_the_same_time
    keys_are_fetched_once_for_asynchronous_logins_at_the_same_time
    a_key_that_is_not_known_is_looked_for_once_and_not_again_at_once
    a_key_that_was_withdrawn_is_not_known_after_another_was_looked_for
    a_key_that_was_withdrawn_is_not_known_after_an_hour
    keys_that_cannot_be_fetched_cost_no_code
    keys_that_cannot_be_fetched_cost_no_code_where_a_secret_signs_something_else
    keys_that_take_too_long_are_a_timeout
    a_redirect_is_not_followed_to_keys
    keys_that_cannot_be_fetched_anew_are_the_reason
    a_flow_without_keys_has_no_claims
}

fn keys_are_fetched_before_the_code_is_sent_and_once_for_all_logins() {
    let (provider, flow, _) = accepted::<Web>(json!({}));
    for _ in 0..3 {
        log_in(&flow).unwrap();
    }
    let record = provider.record();
    let paths: Vec<_> = record.requests.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths[..4], ["/.well-known/openid-configuration", "/authorize", "/jwks", "/token"]);
    assert_eq!(key_requests(&provider), 1);
    // The clones of a flow have its keys; another flow has not.
    log_in(&flow.clone()).unwrap();
    assert_eq!(key_requests(&provider), 1);
    log_in(&party::flow::<Web>(&provider)).unwrap();
    assert_eq!(key_requests(&provider), 2);
}

/// Logins of several threads whose keys take a while.
fn log_in_at_once(flow: &Flow<Web>) -> Vec<Result<Tokens, Error>> {
    thread::scope(|scope| {
        let threads: Vec<_> = (0..6).map(|_| scope.spawn(|| log_in(flow))).collect();
        threads.into_iter().map(|it| it.join().unwrap()).collect()
    })
}

fn keys_are_fetched_once_for_logins_at_the_same_time() {
    let (provider, flow) = planned::<Web>(json!({ "jwks": { "delay": 300 } }));
    for answer in log_in_at_once(&flow) {
        assert_eq!(answer.unwrap().claims().unwrap().subject(), "alice");
    }
    assert_eq!(key_requests(&provider), 1);
    // The same for one that is not known yet.
    provider.plan(json!({
        "jwks": { "keys": ["rsa-next"], "delay": 300 }, "id_token": { "key": "rsa-next" },
    }));
    for answer in log_in_at_once(&flow) {
        assert_eq!(answer.unwrap().claims().unwrap().subject(), "alice");
    }
    assert_eq!(key_requests(&provider), 2);
}

fn keys_are_fetched_once_for_asynchronous_logins_at_the_same_time() {
    let provider = provider();
    provider.plan(json!({ "jwks": { "delay": 300 } }));
    let run_time = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    run_time.block_on(async {
        let http = SafeHttp::new().unwrap();
        let metadata = ServerMetadata::fetch_async(provider.issuer(), &http).await.unwrap();
        let client = Web::of(&provider);
        let flow = Flow::builder().config(&client).server(&metadata).build().unwrap();
        let requests: Vec<_> = (0..6)
            .map(|_| {
                let (url, pending) = flow.authorize().begin().unwrap();
                flow.complete(pending, Web::answer(&url).as_str()).unwrap().request_async(&http)
            })
            .collect();
        for tokens in all(requests).await {
            assert_eq!(tokens.unwrap().claims().unwrap().subject(), "alice");
        }
    });
    assert_eq!(key_requests(&provider), 1);
}

/// The outputs of futures that run side by side.
async fn all<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut running: Vec<_> = futures.into_iter().map(|it| (Box::pin(it), None)).collect();
    poll_fn(|context| {
        for (future, output) in running.iter_mut().filter(|(_, output)| output.is_none()) {
            if let Poll::Ready(it) = future.as_mut().poll(context) {
                *output = Some(it);
            }
        }
        if running.iter().any(|(_, output)| output.is_none()) {
            return Poll::Pending;
        }
        Poll::Ready(running.iter_mut().filter_map(|(_, output)| output.take()).collect())
    })
    .await
}

fn a_key_that_is_not_known_is_looked_for_once_and_not_again_at_once() {
    let (provider, flow, _) = accepted::<Web>(json!({}));
    let kid = |name: &str| Some(name.to_owned());
    provider.plan(json!({ "id_token": { "header": { "kid": "made-up" } } }));
    assert_eq!(reason(log_in(&flow)), JwtErrorReason::UnknownKey { kid: kid("made-up") });
    assert_eq!(key_requests(&provider), 2);
    for name in ["another", "made-up", "one-more"] {
        provider.plan(json!({ "id_token": { "header": { "kid": name } } }));
        let reason = reason(log_in(&flow));
        assert!(matches!(reason, JwtErrorReason::Keys(_)), "{reason:?}");
    }
    assert_eq!(key_requests(&provider), 2);
    // The known keys serve on.
    provider.plan(json!({}));
    log_in(&flow).unwrap();
    assert_eq!(key_requests(&provider), 2);
}

fn a_key_that_was_withdrawn_is_not_known_after_another_was_looked_for() {
    let (provider, flow, _) = accepted::<Web>(json!({}));
    provider.plan(json!({
        "jwks": { "keys": ["rsa-next"] }, "id_token": { "key": "rsa-next" },
    }));
    log_in(&flow).unwrap();
    provider.plan(json!({ "jwks": { "keys": ["rsa-next"] } }));
    let reason = reason(log_in(&flow));
    assert!(matches!(reason, JwtErrorReason::Keys(_)), "{reason:?}");
    assert_eq!(key_requests(&provider), 2);
}

fn a_key_that_was_withdrawn_is_not_known_after_an_hour() {
    static LATER: AtomicU64 = AtomicU64::new(0);
    fn clock() -> SystemTime {
        SystemTime::now() + Duration::from_secs(LATER.load(Ordering::Relaxed))
    }
    let provider = provider();
    let flow = party::builder::<Web>(&provider).clock(clock).build().unwrap();
    log_in(&flow).unwrap();
    // The server signs with the key that it does not publish any more.
    let withdrawn = |later: i64| {
        let times = json!({ "iat": seconds_from_now(later), "exp": seconds_from_now(later + 300) });
        provider.plan(json!({
            "jwks": { "keys": ["rsa-next"] }, "id_token": { "claims": times },
        }));
        LATER.store(later.unsigned_abs(), Ordering::Relaxed);
    };
    withdrawn(3500);
    log_in(&flow).unwrap();
    assert_eq!(key_requests(&provider), 1);
    withdrawn(3700);
    let kid = Some("rsa".to_owned());
    assert_eq!(reason(log_in(&flow)), JwtErrorReason::UnknownKey { kid });
}

/// Why there are no keys before the code is sent.
#[track_caller]
pub(crate) fn no_keys(plan: Value) -> KeysError<SafeHttpError> {
    let (provider, flow) = planned::<Web>(json!({ "jwks": plan }));
    let answer = log_in(&flow);
    assert_eq!(provider.record().of("/token").count(), 0, "the code was sent");
    match answer {
        Err(RequestError::Keys(error)) => error,
        other => panic!("not for its keys, but {other:?}"),
    }
}

fn keys_that_cannot_be_fetched_cost_no_code() {
    for status in [404, 500, 503] {
        match no_keys(json!({ "status": status, "body": "{}" })) {
            KeysError::Exchange(ExchangeError::Answer(AnswerError::Status {
                status: found,
                ..
            })) => {
                assert_eq!(found, status);
            }
            other => panic!("not a status, but {other:?}"),
        }
    }
    // A server that is back has not lost the login: the next one succeeds at once.
    let (provider, flow) = planned::<Web>(json!({ "jwks": { "status": 500, "body": "" } }));
    assert!(matches!(log_in(&flow), Err(RequestError::Keys(_))));
    provider.plan(json!({}));
    log_in(&flow).unwrap();
}

fn keys_that_cannot_be_fetched_cost_no_code_where_a_secret_signs_something_else() {
    let (provider, _) = planned::<Web>(json!({ "jwks": { "status": 500, "body": "" } }));
    let builder = party::builder::<Web>(&provider)
        .id_token_signed_response_alg(JwsAlgorithm::Rs256)
        .userinfo_signed_response_alg(JwsAlgorithm::Hs256);
    let answer = log_in(&builder.build().unwrap());
    assert!(matches!(answer, Err(RequestError::Keys(_))), "{answer:?}");
    assert_eq!(provider.record().of("/token").count(), 0, "the code was sent");
    // Where the secret signs the ID token, no key is needed.
    provider.plan(json!({
        "jwks": { "status": 500, "body": "" }, "id_token": { "alg": "HS256" },
    }));
    let builder = party::builder::<Web>(&provider);
    let flow = builder.id_token_signed_response_alg(JwsAlgorithm::Hs256).build().unwrap();
    assert_eq!(log_in(&flow).unwrap().claims().unwrap().subject(), "alice");
}

fn keys_that_take_too_long_are_a_timeout() {
    let (provider, flow) = planned::<Web>(json!({ "jwks": { "delay": 5000 } }));
    let options = SafeHttpOptions::new().timeout(Duration::from_millis(200));
    let hasty = BlockingSafeHttp::with_options(&options).unwrap();
    let (url, pending) = flow.authorize().begin().unwrap();
    let request = flow.complete(pending, Web::answer(&url).as_str()).unwrap();
    let since = Instant::now();
    let answer = request.request(&hasty);
    assert!(since.elapsed() < Duration::from_secs(3));
    assert!(
        matches!(
            answer,
            Err(RequestError::Keys(KeysError::Exchange(ExchangeError::Http(
                SafeHttpError::Timeout
            ))))
        ),
        "{answer:?}"
    );
    assert_eq!(provider.record().of("/token").count(), 0);
}

fn a_redirect_is_not_followed_to_keys() {
    for status in [301, 302, 303, 307, 308] {
        let (provider, flow) = planned::<Web>(json!({}));
        let to = provider.endpoint("/other-jwks");
        provider.plan(json!({
            "jwks": { "status": status, "body": "", "headers": { "location": to } },
            "id_token": { "key": "rsa-other" },
        }));
        match log_in(&flow) {
            Err(RequestError::Keys(KeysError::Exchange(ExchangeError::Answer(error)))) => {
                assert_eq!(error, AnswerError::Redirected { status });
            }
            other => panic!("not a redirect, but {other:?}"),
        }
        assert_eq!(provider.record().of("/other-jwks").count(), 0);
    }
}

fn keys_that_cannot_be_fetched_anew_are_the_reason() {
    let (provider, flow, _) = accepted::<Web>(json!({}));
    provider.plan(json!({
        "jwks": { "status": 500, "body": "" }, "id_token": { "key": "rsa-next" },
    }));
    // The tokens are not lost: `reason` looks at them.
    match reason(log_in(&flow)) {
        JwtErrorReason::Keys(text) => assert!(text.contains("500"), "{text}"),
        other => panic!("not for its keys, but {other:?}"),
    }
    // Those that are known serve on.
    provider.plan(json!({ "jwks": { "status": 500, "body": "" } }));
    log_in(&flow).unwrap();
}

/// A flow that knows its endpoints alone validates nothing, and says so.
fn a_flow_without_keys_has_no_claims() {
    let provider = provider();
    let by_hand = Flow::builder()
        .config(&Web::of(&provider))
        .issuer(provider.issuer())
        .authorization_endpoint(provider.endpoint("/authorize"))
        .token_endpoint(provider.endpoint("/token"));
    let tokens = log_in(&by_hand.build().unwrap()).unwrap();
    assert!(tokens.id_token().is_some());
    assert_eq!(tokens.claims().unwrap_err(), NoClaims::UnknownServer);
    let with_keys = Flow::builder()
        .config(&Web::of(&provider))
        .issuer(provider.issuer())
        .authorization_endpoint(provider.endpoint("/authorize"))
        .token_endpoint(provider.endpoint("/token"))
        .jwks_uri(provider.endpoint("/jwks"));
    let tokens = log_in(&with_keys.build().unwrap()).unwrap();
    assert_eq!(tokens.claims().unwrap().subject(), "alice");
}
