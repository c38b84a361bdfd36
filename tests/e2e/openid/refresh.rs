//! The ID token in the answer to a refresh (OpenID Connect Core section 12.2): that of the same login.

use oauth_flow::flow::{JwtErrorReason, NoClaims, RequestError, SafeHttp, Tokens};
use oauth_flow_e2e_tests::{Provider, tests};
use serde_json::{Value, json};

use crate::party::{
    Error, Web, http, key_requests, log_in, logged_in, planned, reason, seconds_from_now,
};

tests! {
    oidcc_client_test_refresh_token
    oidcc_client_test_refresh_token_invalid_issuer
    oidcc_client_test_refresh_token_invalid_sub
    another_audience_is_refused
    another_authorized_party_is_refused
    another_time_of_the_login_is_refused
    another_nonce_is_refused
    a_refreshed_token_is_signed_and_of_its_time
    a_hash_of_another_access_token_is_refused
    a_refresh_token_is_not_lost_with_a_wrong_id_token
    an_answer_without_an_id_token_has_no_claims
    a_refresh_of_an_unknown_login_has_no_claims
    a_login_that_was_stored_is_the_same_login
    a_refresh_in_an_asynchronous_program
}

/// Alice's login, refreshed at a provider that follows this plan for the new ID token.
fn refreshed(plan: Value) -> (Provider, Result<Tokens, Error>) {
    let (provider, flow, mut tokens, identity) = logged_in();
    provider.plan(json!({ "refreshed_id_token": plan }));
    let token = tokens.take_refresh_token().unwrap();
    let answer = flow.refresh(token).identity(&identity).request(http());
    (provider, answer)
}

fn other_login(claim: &'static str) -> JwtErrorReason {
    JwtErrorReason::OtherLogin { claim }
}

fn oidcc_client_test_refresh_token() {
    let (provider, flow, mut tokens, identity) = logged_in();
    let token = tokens.take_refresh_token().unwrap();
    let new = flow.refresh(token).identity(&identity).request(http()).unwrap();
    assert_ne!(new.access_token().secret(), tokens.access_token().secret());
    let claims = new.claims().unwrap();
    assert_eq!((claims.issuer(), claims.subject()), (provider.issuer(), "alice"));
    assert_eq!(claims.nonce(), None);
    let userinfo = flow.userinfo(new.access_token(), &identity).request(http()).unwrap();
    assert_eq!(userinfo.subject(), "alice");
    assert_eq!(key_requests(&provider), 1);
}

fn oidcc_client_test_refresh_token_invalid_issuer() {
    let other = "https://other.example";
    let (provider, answer) = refreshed(json!({ "claims": { "iss": other } }));
    let (expected, received) = (provider.issuer().to_owned(), other.to_owned());
    assert_eq!(reason(answer), JwtErrorReason::Issuer { expected, received });
}

fn oidcc_client_test_refresh_token_invalid_sub() {
    let (_provider, answer) = refreshed(json!({ "claims": { "sub": "bob" } }));
    assert_eq!(reason(answer), other_login("sub"));
    let (_provider, answer) = refreshed(json!({ "without": ["sub"] }));
    assert!(matches!(reason(answer), JwtErrorReason::Claim { claim: "sub", found: None, .. }));
}

fn another_audience_is_refused() {
    let (_provider, answer) = refreshed(json!({ "claims": { "aud": "another-client" } }));
    assert_eq!(reason(answer), JwtErrorReason::Audience);
    let (_provider, answer) = refreshed(json!({ "claims": { "aud": ["relying-party"] } }));
    answer.unwrap();
}

fn another_authorized_party_is_refused() {
    let (_provider, answer) = refreshed(json!({ "claims": { "azp": "another-client" } }));
    let received = "another-client".to_owned();
    assert_eq!(reason(answer), JwtErrorReason::AuthorizedParty { received });
    // One that the first token did not have.
    let (_provider, answer) = refreshed(json!({ "claims": { "azp": "relying-party" } }));
    assert_eq!(reason(answer), other_login("azp"));
}

fn another_time_of_the_login_is_refused() {
    let hour_ago = json!({ "claims": { "auth_time": seconds_from_now(-3600) } });
    let (provider, flow) =
        planned::<Web>(json!({ "id_token": hour_ago, "refreshed_id_token": hour_ago }));
    let mut tokens = log_in(&flow).unwrap();
    let identity = tokens.claims().unwrap().identity();
    let token = tokens.take_refresh_token().unwrap();
    let mut new = flow.refresh(token).identity(&identity).request(http()).unwrap();
    let now = json!({ "claims": { "auth_time": seconds_from_now(0) } });
    provider.plan(json!({ "refreshed_id_token": now }));
    let token = new.take_refresh_token().unwrap();
    let answer = flow.refresh(token).identity(&identity).request(http());
    assert_eq!(reason(answer), other_login("auth_time"));
}

fn another_nonce_is_refused() {
    let (_provider, answer) = refreshed(json!({ "claims": { "nonce": "another" } }));
    assert_eq!(reason(answer), other_login("nonce"));
    let (provider, flow, mut tokens, identity) = logged_in();
    let nonce = tokens.claims().unwrap().nonce().unwrap().to_owned();
    provider.plan(json!({ "refreshed_id_token": { "claims": { "nonce": nonce } } }));
    let token = tokens.take_refresh_token().unwrap();
    flow.refresh(token).identity(&identity).request(http()).unwrap();
}

fn a_refreshed_token_is_signed_and_of_its_time() {
    for (plan, expected) in [
        (json!({ "alg": "none" }), JwtErrorReason::Unsigned),
        (json!({ "signature": "wrong" }), JwtErrorReason::Signature),
        (json!({ "key": "rsa-other", "header": { "kid": "rsa" } }), JwtErrorReason::Signature),
        (json!({ "encrypted": true }), JwtErrorReason::Encrypted),
        (json!({ "claims": { "exp": seconds_from_now(-3600) } }), JwtErrorReason::Expired),
        (
            json!({ "claims": { "iat": seconds_from_now(3600) } }),
            JwtErrorReason::NotYetValid { claim: "iat" },
        ),
        (json!({ "before": { "sub": "bob" } }), JwtErrorReason::NotAnObject),
    ] {
        let (_provider, answer) = refreshed(plan.clone());
        assert_eq!(reason(answer), expected, "{plan}");
    }
}

fn a_hash_of_another_access_token_is_refused() {
    let (_provider, answer) =
        refreshed(json!({ "claims": { "at_hash": "77QmUPtjPfzWtF2AnpK9RQ" } }));
    assert_eq!(reason(answer), JwtErrorReason::AccessTokenHash);
}

/// RFC 6749 section 6: where the server sends no new one, the old one goes on.
fn a_refresh_token_is_not_lost_with_a_wrong_id_token() {
    let (provider, flow, mut tokens, identity) = logged_in();
    let old = tokens.take_refresh_token().unwrap();
    for (without, is_old) in [(json!([]), false), (json!(["refresh_token"]), true)] {
        provider.plan(json!({
            "token": { "without": without }, "refreshed_id_token": { "claims": { "sub": "bob" } },
            "keeps_refresh_tokens": true,
        }));
        match flow.refresh(old.clone()).identity(&identity).request(http()) {
            Err(RequestError::Unusable(unusable)) => {
                let kept = unusable.refresh_token().unwrap();
                assert_eq!(kept.secret() == old.secret(), is_old);
            }
            other => panic!("not refused, but {other:?}"),
        }
    }
}

fn an_answer_without_an_id_token_has_no_claims() {
    let (provider, flow, mut tokens, identity) = logged_in();
    provider.plan(json!({ "token": { "without": ["id_token"] } }));
    let token = tokens.take_refresh_token().unwrap();
    let new = flow.refresh(token).identity(&identity).request(http()).unwrap();
    assert_eq!(new.claims().unwrap_err(), NoClaims::NoIdToken);
}

fn a_refresh_of_an_unknown_login_has_no_claims() {
    let (provider, flow, mut tokens, _) = logged_in();
    provider.plan(json!({ "refreshed_id_token": { "claims": { "sub": "bob" } } }));
    let token = tokens.take_refresh_token().unwrap();
    let new = flow.refresh(token).request(http()).unwrap();
    assert_eq!(new.claims().unwrap_err(), NoClaims::UnknownLogin);
}

fn a_login_that_was_stored_is_the_same_login() {
    let (provider, flow, mut tokens, identity) = logged_in();
    let stored = serde_json::to_string(&identity).unwrap();
    let identity = serde_json::from_str(&stored).unwrap();
    let token = tokens.take_refresh_token().unwrap();
    let mut new = flow.refresh(token).identity(&identity).request(http()).unwrap();
    provider.plan(json!({ "refreshed_id_token": { "claims": { "sub": "bob" } } }));
    let token = new.take_refresh_token().unwrap();
    assert_eq!(reason(flow.refresh(token).identity(&identity).request(http())), other_login("sub"));
}

fn a_refresh_in_an_asynchronous_program() {
    let (provider, flow, mut tokens, identity) = logged_in();
    let run_time = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    run_time.block_on(async {
        let http = SafeHttp::new().unwrap();
        let token = tokens.take_refresh_token().unwrap();
        let refresh = flow.refresh(token).identity(&identity);
        let mut new = refresh.request_async(&http).await.unwrap();
        assert_eq!(new.claims().unwrap().subject(), "alice");
        provider.plan(json!({ "refreshed_id_token": { "claims": { "sub": "bob" } } }));
        let token = new.take_refresh_token().unwrap();
        let answer = flow.refresh(token).identity(&identity).request_async(&http).await;
        assert_eq!(reason(answer), other_login("sub"));
    });
}
