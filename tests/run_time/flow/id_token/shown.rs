//! Nothing that is shown says who the user is, and every future may move between threads.

use std::time::Duration;

use oauth_flow::flow::{
    EndSession, IdTokenClaims, Identity, LogoutRequest, LogoutToken, PendingLogout, Tokens,
    Userinfo, UserinfoRequest,
};
use oauth_flow_run_time_tests::{Http, only, pairs};
use oauth2::AccessToken;
use serde_json::json;

use super::provider::{Portal, claims, flow, key_set, login_with, p256, tokens, with};

fn hides(shown: &str) {
    for secret in
        ["jane", "248289761001", "s-1", "at-1", "rt-1", "h.p.s", "eyJ", "a secret of more"]
    {
        assert!(!shown.to_lowercase().contains(secret), "{shown}");
    }
}

#[test]
fn a_debug_text_says_nothing_of_the_user() {
    let login = login_with(&[p256().published()], |nonce| {
        p256().sign(&with(claims(nonce), &json!({"name": "Jane", "sid": "s-1"})))
    })
    .unwrap();
    let claims = login.claims().unwrap();
    let identity = claims.identity();
    hides(&format!("{login:?} {claims:?} {identity:?}"));
    let (flow, token) = (flow(), AccessToken::new("at-1".into()));
    hides(&format!("{:?}", flow.userinfo(&token, &identity)));
    hides(&format!("{:?}", flow.end_session().id_token_hint("h.p.s")));
    hides(&format!("{:?}", flow.logout_token("logout_token=h.p.s").unwrap()));
    let http = Http::answering(200, r#"{"sub": "248289761001", "name": "Jane"}"#);
    hides(&format!("{:?}", flow.userinfo(&token, &identity).request(&http).unwrap()));
    let (_, pending) = flow.end_session().begin().unwrap();
    let state = serde_json::to_value(&pending).unwrap();
    assert!(!format!("{pending:?}").contains(state.as_str().unwrap()));
}

#[test]
fn an_error_says_nothing_of_the_user() {
    for changed in [
        json!({"iss": "https://evil.example/jane"}),
        json!({"aud": "jane"}),
        json!({"nonce": "jane"}),
        json!({"sub": ["jane"]}),
        json!({"exp": 1}),
    ] {
        let login = login_with(&[p256().published()], |nonce| {
            p256().sign(&with(with(claims(nonce), &json!({"name": "Jane"})), &changed))
        });
        let error = login.unwrap_err();
        let shown = format!("{error} {error:?}").replace("https://evil.example/jane", "");
        hides(&shown);
    }
}

#[test]
fn every_type_and_future_crosses_threads() {
    fn send_and_sync<T: Send + Sync>() {}
    fn send<T: Send>(value: T) -> T {
        value
    }
    send_and_sync::<Tokens>();
    send_and_sync::<IdTokenClaims>();
    send_and_sync::<Identity>();
    send_and_sync::<Userinfo>();
    send_and_sync::<UserinfoRequest<'_, Portal>>();
    send_and_sync::<EndSession<'_>>();
    send_and_sync::<PendingLogout>();
    send_and_sync::<LogoutRequest<'_, Portal>>();
    send_and_sync::<LogoutToken>();
    let flow = flow();
    let (url, pending) = flow.authorize().max_age(Duration::from_secs(60)).begin().unwrap();
    let query = pairs(url.query().unwrap());
    let http = Http::answering(200, &key_set(&[])).then(200, &tokens("h.p.s"));
    let callback = format!("code=c&state={}", only(&query, "state"));
    let request = flow.complete(pending, &callback).unwrap();
    assert!(oauth_flow_run_time_tests::run(send(request.request_async(&http))).is_err());
    let login = login_with(&[p256().published()], |nonce| p256().sign(&claims(nonce))).unwrap();
    let identity = login.claims().unwrap().identity();
    let token = AccessToken::new("at-1".into());
    let http = Http::answering(401, "{}");
    let userinfo = flow.userinfo(&token, &identity).request_async(&http);
    assert!(oauth_flow_run_time_tests::run(send(userinfo)).is_err());
    let logout = flow.logout_token("logout_token=h.p.s").unwrap();
    assert!(oauth_flow_run_time_tests::run(send(logout.validate_async(&http))).is_err());
}
