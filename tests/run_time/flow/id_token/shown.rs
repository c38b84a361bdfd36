//! Nothing that is shown says who the user is, and every future may move between threads.

use std::time::Duration;

use oauth_flow::flow::{
    EndSession, IdTokenClaims, Identity, LogoutRequest, LogoutToken, PendingLogout, RequestError,
    Retry, Tokens, Userinfo, UserinfoRequest,
};
use oauth_flow_run_time_tests::{Http, only, pairs};
use oauth2::AccessToken;
use serde_json::json;

use super::provider::{Portal, claims, flow, key_set, login_with, p256, rsa, tokens, with};

fn hides(shown: &str) {
    for secret in
        ["jane", "248289761001", "s-1", "at-1", "rt-1", "h.p.s", "eyJ", "a secret of more"]
    {
        assert!(!shown.to_lowercase().contains(secret), "{shown}");
    }
}

fn jane() -> Http {
    Http::answering(200, r#"{"sub": "248289761001", "name": "Jane"}"#)
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
    for shown in [format!("{claims:?}"), format!("{identity:?}")] {
        assert!(shown.contains("https://idp.example.com"), "{shown}");
    }
    let (flow, token) = (flow(), AccessToken::new("at-1".into()));
    for shown in [
        format!("{:?}", flow.userinfo(&token, &identity)),
        format!("{:?}", flow.end_session().id_token_hint("h.p.s")),
        format!("{:?}", flow.logout_token("logout_token=h.p.s").unwrap()),
    ] {
        hides(&shown);
        assert!(shown.contains("portal"), "{shown}");
    }
    let (_, pending) = flow.end_session().begin().unwrap();
    let state = serde_json::to_value(&pending).unwrap();
    let shown = format!("{pending:?}");
    assert!(shown.contains("PendingLogout") && !shown.contains(state.as_str().unwrap()), "{shown}");
    let userinfo = flow.userinfo(&token, &identity).request(&jane()).unwrap();
    assert_eq!(format!("{userinfo:?}"), "Userinfo { .. }");
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

/// The text of a login whose ID token is this.
fn text(token: impl FnOnce(&str) -> String) -> String {
    login_with(&[p256().published(), rsa().published()], token).unwrap_err().to_string()
}

#[test]
fn each_error_says_what_there_is_to_do() {
    let es256 = |header: &'static str| {
        text(move |nonce| p256().sign_text(header, &claims(nonce).to_string()))
    };
    let claiming =
        |changed: serde_json::Value| text(move |nonce| p256().sign(&with(claims(nonce), &changed)));
    for (shown, expected) in [
        (
            text(|_| "x".into()),
            "the ID token is not a JWS in the compact serialization (RFC 7515 section 3.1)",
        ),
        (
            text(|_| "a.b.c.d.e".into()),
            "the ID token is encrypted, which is not supported; help: register the client without \
             `id_token_encrypted_response_alg`",
        ),
        (
            es256(r#"{"alg":"none"}"#),
            "the ID token is not signed: its `alg` is `none`; help: register the client with \
             `id_token_signed_response_alg`, such as `RS256` or `ES256`",
        ),
        (
            es256(r#"{"alg":"ES256","crit":["x"]}"#),
            "the header of the ID token names extensions that have to be understood (`crit`, RFC 7515 \
             section 4.1.11), and this client knows none",
        ),
        (
            es256(r#"{"alg":"RS512"}"#),
            "the ID token is signed with the algorithm `RS512`, and this client takes `RS256`, `PS256`, \
             `ES256`, `ES384` and `EdDSA`; help: register one of them as `id_token_signed_response_alg`",
        ),
        (
            es256(r#"{"alg":"HS256"}"#),
            "the ID token is signed with the algorithm `HS256`, and this client takes `RS256`, `PS256`, \
             `ES256`, `ES384` and `EdDSA`; help: if the client is registered with it, call \
             `id_token_signed_response_alg` of the builder",
        ),
        (
            es256(r#"{"alg":"ES256","kid":"rsa"}"#),
            "the ID token is signed with the algorithm `ES256`, and the key that it names is not one for \
             this algorithm",
        ),
        (
            text(|_| p256().sign(&claims("another"))),
            "the ID token does not repeat the `nonce` of the authorization request (OpenID Connect Core \
             section 3.1.3.7)",
        ),
        (claiming(json!({"sub": ""})), "`sub` of the ID token is empty"),
        (
            claiming(json!({"sub": null})),
            "the ID token has no `sub`, which OpenID Connect Core section 2 requires",
        ),
        (
            claiming(json!({"sub": 1})),
            "`sub` of the ID token is a number, which OpenID Connect Core section 2 does not allow",
        ),
        (
            claiming(json!({"iss": "https://evil.example"})),
            "the ID token is of the issuer `https://evil.example`, and the client's server is \
             `https://idp.example.com`",
        ),
        (
            claiming(json!({"aud": ["portal", "api"]})),
            "the ID token is for `api` too, which the client does not trust (OpenID Connect Core section \
             3.1.3.7); help: if you trust it, call `trusted_audience` of the builder",
        ),
        (
            claiming(json!({"azp": "api"})),
            "the ID token was issued to `api` (`azp`), and not to this client (OpenID Connect Core section \
             3.1.3.7)",
        ),
        (
            claiming(json!({"exp": 1})),
            "the ID token has expired; help: if the server has just issued it, compare the clock of this \
             machine with that of the server",
        ),
        (
            claiming(json!({"iat": 1_800_000_000})),
            "`iat` of the ID token is in the future; help: compare the clock of this machine with that of \
             the server",
        ),
        (
            claiming(json!({"at_hash": "x"})),
            "the ID token belongs to another access token (`at_hash`, OpenID Connect Core section 3.1.3.8)",
        ),
        (
            text(|_| p256().sign_text(r#"{"alg":"ES256","kid":"p256"}"#, "[]")),
            "the claims of the ID token are not a JSON object with each name once (RFC 7519 section 4)",
        ),
        (
            text(|nonce| {
                let token = p256().sign(&claims(nonce));
                format!("{}.AAAA", token.rsplit_once('.').unwrap().0)
            }),
            "the signature of the ID token is wrong",
        ),
    ] {
        assert_eq!(shown, expected);
    }
}

/// What the HTTP client said is the source of each error.
#[track_caller]
fn comes_from_the_http_client(error: &dyn std::error::Error) {
    assert_eq!(error.source().expect("a source").to_string(), "no route to host");
}

#[test]
fn an_error_has_that_of_the_http_client_as_its_source() {
    let away = || Http::default().then_unreachable();
    let flow = flow();
    let (url, pending) = flow.authorize().begin().unwrap();
    let callback = format!("code=c&state={}", only(&pairs(url.query().unwrap()), "state"));
    let error = flow.complete(pending, &callback).unwrap().request(&away()).unwrap_err();
    comes_from_the_http_client(&error);
    let RequestError::Keys(error) = error else { panic!("not the keys") };
    comes_from_the_http_client(&error);
    let token = p256().sign(&json!({}));
    let logout = flow.logout_token(&format!("logout_token={token}")).unwrap();
    comes_from_the_http_client(&logout.validate(&away()).unwrap_err());
    let login = login_with(&[p256().published()], |nonce| p256().sign(&claims(nonce))).unwrap();
    let identity = login.claims().unwrap().identity();
    let access_token = AccessToken::new("at-1".into());
    let error = flow.userinfo(&access_token, &identity).request(&away()).unwrap_err();
    comes_from_the_http_client(&error);
    let http = Http::default().then_typed(200, "application/jwt", &token).then_unreachable();
    let error = flow.userinfo(&access_token, &identity).request(&http).unwrap_err();
    comes_from_the_http_client(&error);
    assert_eq!(error.retry(), Retry::Later(None));
    let http = Http::default().then_typed(200, "application/jwt", "x");
    let error = flow.userinfo(&access_token, &identity).request(&http).unwrap_err();
    assert!(std::error::Error::source(&error).is_none());
    assert_eq!(error.retry(), Retry::No);
}
