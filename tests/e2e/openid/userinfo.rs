//! The userinfo endpoint (OpenID Connect Core section 5.3): which answers are accepted, signed or not.

use oauth_flow::JwsAlgorithm;
use oauth_flow::flow::{
    AnswerError, ExchangeError, Flow, JsonType, JwtErrorReason, SafeHttp, SafeHttpError,
    SignedToken, Userinfo, UserinfoError, VerifyError,
};
use oauth_flow_e2e_tests::{Provider, tests};
use oauth2::AccessToken;
use serde_json::{Value, json};

use crate::party::{
    Web, builder, http, key_requests, log_in, logged_in, provider, seconds_from_now,
};

tests! {
    an_answer_without_a_subject_is_refused
    another_user_is_refused_signed_or_not
    an_answer_of_a_type_of_ones_own
    an_answer_that_is_not_signed_is_refused_where_it_has_to_be
    a_signature_is_that_of_the_server_whatever_is_registered
    a_signature_by_another_algorithm_than_the_registered_one_is_refused
    a_signed_answer_is_of_the_server_and_for_the_client
    a_signed_answer_need_not_say_for_whom_it_is
    a_signed_answer_is_known_by_its_content_type
    a_signed_answer_that_has_expired_is_refused
    an_access_token_that_is_refused_is_the_servers_error
    what_is_no_answer_is_named
    a_redirect_is_not_followed_with_the_access_token
    an_access_token_that_no_header_has_is_not_sent
    the_user_in_an_asynchronous_program
}

type Error = UserinfoError<SafeHttpError>;

/// What Alice gets at a provider whose userinfo follows a plan.
fn asked(plan: Value) -> Result<Userinfo, Error> {
    let (provider, flow, tokens, identity) = logged_in();
    provider.plan(json!({ "userinfo": plan }));
    flow.userinfo(tokens.access_token(), &identity).request(http())
}

fn registered(provider: &Provider, algorithm: JwsAlgorithm) -> Flow<Web> {
    builder(provider).userinfo_signed_response_alg(algorithm).build().unwrap()
}

/// What Alice gets where the client is registered for answers that are signed by RS256.
fn asked_signed(plan: Value) -> (Provider, Result<Userinfo, Error>) {
    let provider = provider();
    let flow = registered(&provider, JwsAlgorithm::Rs256);
    let tokens = log_in(&flow).unwrap();
    provider.plan(json!({ "userinfo": plan }));
    let identity = tokens.claims().unwrap().identity();
    let answer = flow.userinfo(tokens.access_token(), &identity).request(http());
    (provider, answer)
}

/// Why a signed answer is refused.
#[track_caller]
fn reason(answer: Result<Userinfo, Error>) -> JwtErrorReason {
    match answer {
        Err(UserinfoError::Signed(VerifyError::Token(error))) => {
            assert_eq!(error.token(), SignedToken::Userinfo);
            error.reason().clone()
        }
        other => panic!("not refused for its signature, but {other:?}"),
    }
}

#[track_caller]
fn answer_error(answer: Result<Userinfo, Error>) -> AnswerError {
    match answer {
        Err(UserinfoError::Exchange(ExchangeError::Answer(error))) => error,
        other => panic!("not a wrong answer, but {other:?}"),
    }
}

fn an_answer_without_a_subject_is_refused() {
    for (plan, found) in [
        (json!({ "without": ["sub"] }), None),
        (json!({ "set": { "sub": null } }), Some(JsonType::Null)),
        (json!({ "set": { "sub": 7 } }), Some(JsonType::Number)),
        (json!({ "set": { "sub": ["alice"] } }), Some(JsonType::Array)),
    ] {
        match answer_error(asked(plan)) {
            AnswerError::Member(wrong) => {
                assert_eq!((wrong.member(), wrong.found()), ("sub", found));
            }
            other => panic!("not a member, but {other:?}"),
        }
    }
}

fn another_user_is_refused_signed_or_not() {
    for sub in ["bob", "Alice", "alice ", "alice\u{0}"] {
        let error = asked(json!({ "set": { "sub": sub } })).unwrap_err();
        assert!(matches!(error, UserinfoError::OtherSubject), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("alice"), "{error}");
        let (_provider, answer) = asked_signed(json!({ "set": { "sub": sub }, "signed": {} }));
        assert!(matches!(answer, Err(UserinfoError::OtherSubject)), "{answer:?}");
    }
}

fn an_answer_of_a_type_of_ones_own() {
    #[derive(serde::Deserialize)]
    struct Own {
        sub: String,
        groups: Vec<String>,
    }
    let userinfo = asked(json!({ "set": { "groups": ["staff"] } })).unwrap();
    let own: Own = userinfo.parse().unwrap();
    assert_eq!((own.sub.as_str(), &own.groups[..]), ("alice", &["staff".to_owned()][..]));
    assert_eq!((userinfo.locale(), userinfo.nickname()), (Some("en"), None));
    assert_eq!(userinfo.address("locality"), Some("Berlin"));
}

fn an_answer_that_is_not_signed_is_refused_where_it_has_to_be() {
    let (_provider, answer) = asked_signed(json!({}));
    assert!(matches!(answer, Err(UserinfoError::NotSigned)), "{answer:?}");
}

fn a_signature_is_that_of_the_server_whatever_is_registered() {
    for (signed, expected) in [
        (json!({ "alg": "none" }), JwtErrorReason::Unsigned),
        (json!({ "signature": "wrong" }), JwtErrorReason::Signature),
        (json!({ "signature": "empty" }), JwtErrorReason::Signature),
        (json!({ "key": "rsa-other", "header": { "kid": "rsa" } }), JwtErrorReason::Signature),
        (json!({ "encrypted": true }), JwtErrorReason::Encrypted),
        (json!({ "text": "{\"sub\":\"alice\"}" }), JwtErrorReason::NotAJws),
        (json!({ "payload": "[]" }), JwtErrorReason::NotAnObject),
    ] {
        assert_eq!(reason(asked(json!({ "signed": signed }))), expected, "{signed}");
        let (_provider, answer) = asked_signed(json!({ "signed": signed }));
        assert_eq!(reason(answer), expected, "{signed}");
    }
    assert_eq!(asked(json!({ "signed": {} })).unwrap().subject(), "alice");
    let (provider, answer) = asked_signed(json!({ "signed": {} }));
    assert_eq!(answer.unwrap().name(), Some("Alice Doe"));
    assert_eq!(key_requests(&provider), 1);
}

fn a_signature_by_another_algorithm_than_the_registered_one_is_refused() {
    for alg in ["PS256", "HS256"] {
        let (_provider, answer) = asked_signed(json!({ "signed": { "alg": alg, "hmac": "pem" } }));
        let registered = Some(JwsAlgorithm::Rs256);
        let received = alg.to_owned();
        assert_eq!(reason(answer), JwtErrorReason::Algorithm { received, registered });
    }
}

/// OpenID Connect Core section 5.3.2.
fn a_signed_answer_is_of_the_server_and_for_the_client() {
    let other = "https://other.example";
    let (provider, answer) = asked_signed(json!({ "signed": { "claims": { "iss": other } } }));
    let (expected, received) = (provider.issuer().to_owned(), other.to_owned());
    assert_eq!(reason(answer), JwtErrorReason::Issuer { expected, received });
    let (_provider, answer) = asked_signed(json!({ "signed": { "claims": { "aud": "another" } } }));
    assert_eq!(reason(answer), JwtErrorReason::Audience);
}

/// OpenID Connect Core section 5.3.2 has `iss` and `aud` as what a server should add.
fn a_signed_answer_need_not_say_for_whom_it_is() {
    let (_provider, answer) = asked_signed(json!({ "signed": { "without": ["iss", "aud"] } }));
    assert_eq!(answer.unwrap().subject(), "alice");
}

fn a_signed_answer_is_known_by_its_content_type() {
    for content_type in ["application/jwt; charset=UTF-8", "APPLICATION/JWT"] {
        let headers = json!({ "content-type": content_type });
        let (_provider, answer) = asked_signed(json!({ "signed": {}, "headers": headers }));
        assert_eq!(answer.unwrap().subject(), "alice", "{content_type}");
    }
    let headers = json!({ "content-type": "application/json" });
    let (_provider, answer) = asked_signed(json!({ "signed": {}, "headers": headers }));
    answer_error(answer);
}

fn a_signed_answer_that_has_expired_is_refused() {
    let signed = |seconds| json!({ "signed": { "claims": { "exp": seconds_from_now(seconds) } } });
    let (_provider, answer) = asked_signed(signed(-3600));
    assert_eq!(reason(answer), JwtErrorReason::Expired);
    let (_provider, answer) = asked_signed(signed(3600));
    assert_eq!(answer.unwrap().subject(), "alice");
}

fn an_access_token_that_is_refused_is_the_servers_error() {
    let (_provider, flow, _, identity) = logged_in();
    let made_up = AccessToken::new("made-up".to_owned());
    match flow.userinfo(&made_up, &identity).request(http()) {
        Err(UserinfoError::Exchange(ExchangeError::Server(error))) => {
            assert_eq!((error.status(), error.code().as_ref()), (401, "invalid_token"));
            assert!(!format!("{error:?}").contains("made-up"));
        }
        other => panic!("not refused by the server, but {other:?}"),
    }
}

fn what_is_no_answer_is_named() {
    let page = json!({ "body": "<html>", "headers": { "content-type": "text/html" } });
    assert!(matches!(answer_error(asked(page)), AnswerError::NotJson { .. }));
    let error = answer_error(asked(json!({ "status": 503, "body": "" })));
    assert!(matches!(error, AnswerError::Status { status: 503, .. }), "{error:?}");
    for body in ["", "[]", "null", "\"alice\"", "{\"sub\":\"alice\",\"sub\":\"bob\"}"] {
        answer_error(asked(json!({ "body": body })));
    }
    let huge = "a".repeat(1_200_000);
    let answer = asked(json!({ "set": { "name": huge } }));
    assert!(
        matches!(
            answer,
            Err(UserinfoError::Exchange(ExchangeError::Http(SafeHttpError::BodyTooLarge { .. })))
        ),
        "{:?}",
        answer.map(drop)
    );
}

fn a_redirect_is_not_followed_with_the_access_token() {
    let (provider, flow, tokens, identity) = logged_in();
    let to = provider.endpoint("/other-jwks");
    provider.plan(json!({
        "userinfo": { "status": 307, "body": "", "headers": { "location": to } },
    }));
    let answer = flow.userinfo(tokens.access_token(), &identity).request(http());
    assert_eq!(answer_error(answer), AnswerError::Redirected { status: 307 });
    assert_eq!(provider.record().of("/other-jwks").count(), 0);
}

fn an_access_token_that_no_header_has_is_not_sent() {
    let (provider, flow, _, identity) = logged_in();
    let split = AccessToken::new("a\r\nx-evil: 1".to_owned());
    let answer = flow.userinfo(&split, &identity).request(http());
    assert!(matches!(answer, Err(UserinfoError::AccessToken)), "{answer:?}");
    assert_eq!(provider.record().of("/userinfo").count(), 0);
}

fn the_user_in_an_asynchronous_program() {
    let (provider, flow, tokens, identity) = logged_in();
    let run_time = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    run_time.block_on(async {
        let http = SafeHttp::new().unwrap();
        for plan in [json!({}), json!({ "signed": {} })] {
            provider.plan(json!({ "userinfo": plan }));
            let request = flow.userinfo(tokens.access_token(), &identity);
            assert_eq!(request.request_async(&http).await.unwrap().subject(), "alice");
        }
        provider.plan(json!({ "userinfo": { "signed": { "signature": "wrong" } } }));
        let request = flow.userinfo(tokens.access_token(), &identity);
        assert_eq!(reason(request.request_async(&http).await), JwtErrorReason::Signature);
    });
}
