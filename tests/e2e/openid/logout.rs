//! Logouts: one that the client begins, and one that the server tells it (OpenID Connect RP-Initiated
//! Logout and Back-Channel Logout).

use oauth_flow::JwsAlgorithm;
use oauth_flow::flow::{
    EndSessionError, Flow, ForeignLogout, Identity, JsonType, JwtErrorReason, LogoutToken,
    NotALogout, PendingLogout, SafeHttp, SafeHttpError, SignedToken, Tokens, VerifyError,
};
use oauth_flow_e2e_tests::{Browser, Provider, tests};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::party::{
    self, LOGGED_OUT, Party as _, Web, builder, http, key_requests, log_in, logged_in, planned,
    provider, query, seconds_from_now,
};

tests! {
    oidcc_client_test_rp_init_logout
    oidcc_client_test_rp_init_logout_other_state
    oidcc_client_test_rp_init_logout_no_state
    oidcc_client_test_rp_backchannel_rpinitlogout
    oidcc_client_test_rp_backchannel_rpinitlogout_alg_none
    oidcc_client_test_rp_backchannel_rpinitlogout_no_event
    oidcc_client_test_rp_backchannel_rpinitlogout_with_nonce
    oidcc_client_test_rp_backchannel_rpinitlogout_wrong_alg
    oidcc_client_test_rp_backchannel_rpinitlogout_wrong_aud
    oidcc_client_test_rp_backchannel_rpinitlogout_wrong_event
    oidcc_client_test_rp_backchannel_rpinitlogout_wrong_iss
    a_logout_goes_to_a_declared_place
    a_logout_keeps_the_query_of_the_endpoint
    a_state_that_is_there_twice_is_another
    a_logout_token_is_accepted_once
    another_flow_accepts_a_logout_token_once_too
    a_logout_token_has_its_times_and_its_identifier
    a_logout_token_names_a_user_or_a_session
    an_id_token_is_no_logout_token
    a_logout_token_is_signed_by_the_server
    a_body_without_one_logout_token_is_refused
    a_logout_is_of_its_user_and_session
    a_logout_in_an_asynchronous_program
}

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
const SECTION: &str = "OpenID Connect Back-Channel Logout section 2.4";

type Error = VerifyError<SafeHttpError>;

/// What the user comes back with from a logout that follows a plan.
fn logged_out(plan: Value) -> (Provider, Tokens, PendingLogout, String) {
    let (provider, flow, tokens, _) = logged_in();
    provider.plan(json!({ "end_session": plan }));
    let request = flow.end_session().id_token_hint(tokens.id_token().unwrap());
    let (url, pending) = request.begin().unwrap();
    let returned = query(&Browser::new().open(url.as_str(), LOGGED_OUT).callback());
    (provider, tokens, pending, returned)
}

fn oidcc_client_test_rp_init_logout() {
    let (provider, tokens, pending, returned) = logged_out(json!({}));
    assert_eq!(pending.check(&returned), Ok(()));
    let record = provider.record();
    let [request] = &record.of("/end_session").collect::<Vec<_>>()[..] else { panic!("not one") };
    assert_eq!(request.query("id_token_hint"), tokens.id_token());
    assert_eq!(request.query("post_logout_redirect_uri"), Some(LOGGED_OUT));
    assert!(request.query("state").is_some_and(|it| it.len() >= 20));
    // It may be kept where the browser brings it back from.
    let stored = serde_json::to_string(&pending).unwrap();
    let pending: PendingLogout = serde_json::from_str(&stored).unwrap();
    assert_eq!(pending.check(&returned), Ok(()));
}

fn oidcc_client_test_rp_init_logout_other_state() {
    let (.., pending, returned) = logged_out(json!({ "set": { "state": "another" } }));
    assert_eq!(pending.check(&returned), Err(ForeignLogout::WrongState));
}

fn oidcc_client_test_rp_init_logout_no_state() {
    let (.., pending, returned) = logged_out(json!({ "without": ["state"] }));
    assert_eq!(pending.check(&returned), Err(ForeignLogout::MissingState));
}

fn a_logout_goes_to_a_declared_place() {
    let (provider, flow, ..) = logged_in();
    let elsewhere = "https://elsewhere.example/".to_owned();
    let request = flow.end_session().post_logout_redirect_uri(elsewhere.as_str());
    assert_eq!(request.begin().unwrap_err(), EndSessionError::RedirectUri(elsewhere));
    let request = flow.end_session().post_logout_redirect_uri(LOGGED_OUT);
    let (url, _) = request.begin().unwrap();
    assert!(url.as_str().starts_with(&provider.endpoint("/end_session?")), "{url}");
    assert!(!url.as_str().contains("id_token_hint"), "{url}");

    let by_hand = Flow::builder()
        .config(&Web::of(&provider))
        .authorization_endpoint(provider.endpoint("/authorize"))
        .token_endpoint(provider.endpoint("/token"))
        .build()
        .unwrap();
    assert_eq!(by_hand.end_session().begin().unwrap_err(), EndSessionError::UnknownEndpoint);
}

fn a_logout_keeps_the_query_of_the_endpoint() {
    let provider = provider();
    let endpoint = provider.endpoint("/end_session?tenant=blue");
    provider.plan(json!({ "metadata": { "set": { "end_session_endpoint": endpoint } } }));
    let (url, _) = party::flow::<Web>(&provider).end_session().begin().unwrap();
    assert!(url.as_str().starts_with(&format!("{endpoint}&")), "{url}");
}

fn a_state_that_is_there_twice_is_another() {
    let (.., pending, returned) = logged_out(json!({}));
    assert_eq!(pending.check(&format!("?{returned}")), Ok(()));
    let twice = format!("{returned}&{returned}");
    assert_eq!(pending.check(&twice), Err(ForeignLogout::WrongState));
    assert_eq!(pending.check("state="), Err(ForeignLogout::WrongState));
    assert_eq!(pending.check(""), Err(ForeignLogout::MissingState));
}

/// The claims of a logout token for Alice's session.
fn claims(provider: &Provider, jti: &str) -> Value {
    json!({
        "iss": provider.issuer(), "aud": provider.client_id(), "sub": "alice", "sid": "session-1",
        "iat": seconds_from_now(0), "exp": seconds_from_now(120), "jti": jti,
        "events": { EVENT: {} },
    })
}

/// The form that the server posts, with a token of a plan.
fn form(provider: &Provider, jti: &str, mut plan: Value) -> String {
    if plan["header"]["typ"].is_null() {
        plan["header"]["typ"] = json!("logout+jwt");
    }
    body(&provider.sign(&plan, &claims(provider, jti)))
}

fn body(token: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair("logout_token", token).finish()
}

fn validated(flow: &Flow<Web>, body: &str) -> Result<LogoutToken, Error> {
    flow.logout_token(body).unwrap().validate(http())
}

#[track_caller]
fn reason(answer: Result<LogoutToken, Error>) -> JwtErrorReason {
    match answer {
        Err(VerifyError::Token(error)) => {
            assert_eq!(error.token(), SignedToken::LogoutToken);
            error.reason().clone()
        }
        other => panic!("not refused, but {other:?}"),
    }
}

/// Why the logout token of a plan is refused.
#[track_caller]
fn refused(plan: Value) -> JwtErrorReason {
    let (provider, flow) = planned::<Web>(json!({}));
    reason(validated(&flow, &form(&provider, "one", plan)))
}

fn claim(claim: &'static str, found: impl Into<Option<JsonType>>) -> JwtErrorReason {
    JwtErrorReason::Claim { claim, found: found.into(), section: SECTION }
}

/// Alice, whose session at the server has a name.
fn logged_in_with_session() -> (Provider, Flow<Web>, Identity) {
    let (provider, flow) =
        planned::<Web>(json!({ "id_token": { "claims": { "sid": "session-1" } } }));
    let identity = log_in(&flow).unwrap().claims().unwrap().identity();
    assert_eq!(identity.sid(), Some("session-1"));
    (provider, flow, identity)
}

fn oidcc_client_test_rp_backchannel_rpinitlogout() {
    let (provider, flow, identity) = logged_in_with_session();
    let logout = validated(&flow, &form(&provider, "one", json!({}))).unwrap();
    assert_eq!(logout.issuer(), provider.issuer());
    assert_eq!((logout.subject(), logout.sid()), (Some("alice"), Some("session-1")));
    assert!(logout.is_of(&identity));
    assert_eq!(key_requests(&provider), 1);
}

fn oidcc_client_test_rp_backchannel_rpinitlogout_alg_none() {
    assert_eq!(refused(json!({ "alg": "none" })), JwtErrorReason::Unsigned);
}

fn oidcc_client_test_rp_backchannel_rpinitlogout_no_event() {
    assert_eq!(refused(json!({ "without": ["events"] })), claim("events", None));
}

fn oidcc_client_test_rp_backchannel_rpinitlogout_with_nonce() {
    for nonce in [json!("one"), json!(""), json!(null)] {
        let expected = JwtErrorReason::ForbiddenClaim { claim: "nonce", section: SECTION };
        assert_eq!(refused(json!({ "claims": { "nonce": nonce } })), expected);
    }
}

fn oidcc_client_test_rp_backchannel_rpinitlogout_wrong_alg() {
    let (provider, _) = planned::<Web>(json!({ "jwks": { "keys": ["rsa", "p256"] } }));
    let flow = builder::<Web>(&provider)
        .id_token_signed_response_alg(JwsAlgorithm::Rs256)
        .build()
        .unwrap();
    for alg in ["ES256", "PS256", "HS256"] {
        let answer = validated(&flow, &form(&provider, alg, json!({ "alg": alg })));
        let registered = Some(JwsAlgorithm::Rs256);
        let received = alg.to_owned();
        assert_eq!(reason(answer), JwtErrorReason::Algorithm { received, registered });
    }
    validated(&flow, &form(&provider, "one", json!({}))).unwrap();
}

fn oidcc_client_test_rp_backchannel_rpinitlogout_wrong_aud() {
    assert_eq!(refused(json!({ "claims": { "aud": "another" } })), JwtErrorReason::Audience);
    let aud = json!(["relying-party", "another"]);
    let audience = "another".to_owned();
    assert_eq!(
        refused(json!({ "claims": { "aud": aud } })),
        JwtErrorReason::OtherAudience { audience }
    );
}

fn oidcc_client_test_rp_backchannel_rpinitlogout_wrong_event() {
    for events in [
        json!({}),
        json!({ "http://schemas.openid.net/event/backchannel-login": {} }),
        json!({ "backchannel-logout": {} }),
        json!({ EVENT: true }),
        json!({ EVENT: "" }),
        json!({ EVENT: null }),
    ] {
        let reason = refused(json!({ "claims": { "events": events } }));
        assert_eq!(reason, JwtErrorReason::OtherEvent, "{events}");
    }
    for (events, found) in [(json!([EVENT]), JsonType::Array), (json!(EVENT), JsonType::String)] {
        let reason = refused(json!({ "claims": { "events": events } }));
        assert_eq!(reason, claim("events", found), "{events}");
    }
}

fn oidcc_client_test_rp_backchannel_rpinitlogout_wrong_iss() {
    let (provider, flow) = planned::<Web>(json!({}));
    let other = "https://other.example";
    let answer = validated(&flow, &form(&provider, "one", json!({ "claims": { "iss": other } })));
    let (expected, received) = (provider.issuer().to_owned(), other.to_owned());
    assert_eq!(reason(answer), JwtErrorReason::Issuer { expected, received });
}

fn a_logout_token_is_accepted_once() {
    let (provider, flow, _) = logged_in_with_session();
    let first = form(&provider, "one", json!({}));
    validated(&flow, &first).unwrap();
    assert_eq!(reason(validated(&flow, &first)), JwtErrorReason::Replayed);
    assert_eq!(reason(validated(&flow.clone(), &first)), JwtErrorReason::Replayed);
    // The identifier counts, and not the text.
    let again = form(&provider, "one", json!({ "claims": { "sid": "session-2" } }));
    assert_eq!(reason(validated(&flow, &again)), JwtErrorReason::Replayed);
    validated(&flow, &form(&provider, "two", json!({}))).unwrap();
    // One that was refused is not used up.
    let wrong = form(&provider, "three", json!({ "claims": { "nonce": "one" } }));
    validated(&flow, &wrong).unwrap_err();
    validated(&flow, &form(&provider, "three", json!({}))).unwrap();
}

fn another_flow_accepts_a_logout_token_once_too() {
    let (provider, flow, _) = logged_in_with_session();
    let token = form(&provider, "one", json!({}));
    validated(&flow, &token).unwrap();
    validated(&party::flow(&provider), &token).unwrap();
}

fn a_logout_token_has_its_times_and_its_identifier() {
    for name in ["iat", "exp", "jti"] {
        assert_eq!(refused(json!({ "without": [name] })), claim(name, None));
    }
    assert_eq!(refused(json!({ "claims": { "jti": 7 } })), claim("jti", JsonType::Number));
    let empty = json!({ "claims": { "jti": "" } });
    assert_eq!(refused(empty), JwtErrorReason::EmptyClaim { claim: "jti" });
    let past = json!({ "claims": { "exp": seconds_from_now(-3600) } });
    assert_eq!(refused(past), JwtErrorReason::Expired);
    let future = json!({ "claims": { "iat": seconds_from_now(3600) } });
    assert_eq!(refused(future), JwtErrorReason::NotYetValid { claim: "iat" });
}

fn a_logout_token_names_a_user_or_a_session() {
    assert_eq!(refused(json!({ "without": ["sub", "sid"] })), JwtErrorReason::Nobody);
    assert_eq!(refused(json!({ "claims": { "sub": 7 } })), claim("sub", JsonType::Number));
    assert_eq!(refused(json!({ "claims": { "sid": ["a"] } })), claim("sid", JsonType::Array));
}

fn an_id_token_is_no_logout_token() {
    let (provider, flow, tokens, _) = logged_in();
    let answer = validated(&flow, &body(tokens.id_token().unwrap()));
    assert!(matches!(reason(answer), JwtErrorReason::Claim { claim: "events", .. }));
    for typ in ["at+jwt", "secevent+jwt", "dpop+jwt"] {
        let answer = validated(&flow, &form(&provider, typ, json!({ "header": { "typ": typ } })));
        assert!(matches!(reason(answer), JwtErrorReason::Type { .. }), "{typ}");
    }
    for typ in ["logout+jwt", "application/logout+jwt", "LOGOUT+JWT", "JWT"] {
        validated(&flow, &form(&provider, typ, json!({ "header": { "typ": typ } }))).unwrap();
    }
}

fn a_logout_token_is_signed_by_the_server() {
    for (plan, expected) in [
        (json!({ "signature": "wrong" }), JwtErrorReason::Signature),
        (
            json!({ "key": "rsa-other", "header": { "typ": "logout+jwt", "kid": "rsa" } }),
            JwtErrorReason::Signature,
        ),
        (
            json!({ "alg": "HS256", "hmac": "pem" }),
            JwtErrorReason::Algorithm { received: "HS256".to_owned(), registered: None },
        ),
        (json!({ "encrypted": true }), JwtErrorReason::Encrypted),
        (json!({ "text": "a.b.c" }), JwtErrorReason::NotAJws),
        (json!({ "before": { "sid": "session-2" } }), JwtErrorReason::NotAnObject),
    ] {
        assert_eq!(refused(plan.clone()), expected, "{plan}");
    }
    // The keys were changed since the login.
    let (provider, flow, _) = logged_in_with_session();
    provider.plan(json!({ "jwks": { "keys": ["rsa-next"] } }));
    validated(&flow, &form(&provider, "one", json!({ "key": "rsa-next" }))).unwrap();
    assert_eq!(key_requests(&provider), 2);
}

fn a_body_without_one_logout_token_is_refused() {
    let (_provider, flow, ..) = logged_in();
    for (body, expected) in [
        (String::new(), NotALogout::MissingToken),
        ("logout_token=".to_owned(), NotALogout::MissingToken),
        ("token=a.b.c".to_owned(), NotALogout::MissingToken),
        ("logout_token=a.b.c&logout_token=a.b.c".to_owned(), NotALogout::Duplicate),
        (body(&"a".repeat(70_000)), NotALogout::TooLong),
    ] {
        assert_eq!(flow.logout_token(&body).map(drop).unwrap_err(), expected);
    }
    // Another parameter beside it does no harm (Back-Channel Logout section 2.5).
    assert!(flow.logout_token("logout_token=a.b.c&more=1").is_ok());
}

fn a_logout_is_of_its_user_and_session() {
    let (provider, flow, with_session) = logged_in_with_session();
    provider.plan(json!({}));
    let without_session = log_in(&flow).unwrap().claims().unwrap().identity();
    for (number, (plan, first, second)) in [
        (json!({}), true, true),
        (json!({ "without": ["sid"] }), true, true),
        (json!({ "without": ["sub"] }), true, false),
        (json!({ "claims": { "sid": "session-2" } }), false, true),
        (json!({ "claims": { "sub": "bob" } }), false, false),
        (json!({ "claims": { "sub": "bob" }, "without": ["sid"] }), false, false),
    ]
    .into_iter()
    .enumerate()
    {
        let logout = validated(&flow, &form(&provider, &number.to_string(), plan.clone())).unwrap();
        assert_eq!(logout.is_of(&with_session), first, "{plan}");
        assert_eq!(logout.is_of(&without_session), second, "{plan}");
    }
}

fn a_logout_in_an_asynchronous_program() {
    let (provider, flow, identity) = logged_in_with_session();
    let run_time = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    run_time.block_on(async {
        let http = SafeHttp::new().unwrap();
        let token = form(&provider, "one", json!({}));
        let logout = flow.logout_token(&token).unwrap().validate_async(&http).await.unwrap();
        assert!(logout.is_of(&identity));
        let again = flow.logout_token(&token).unwrap().validate_async(&http).await;
        assert_eq!(reason(again), JwtErrorReason::Replayed);
    });
}
