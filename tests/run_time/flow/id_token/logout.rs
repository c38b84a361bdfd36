//! A logout at the server: the client begins it, or the server tells of it (OpenID Connect RP-Initiated
//! Logout, Back-Channel Logout).

use oauth_flow::flow::{
    EndSessionError, Flow, ForeignLogout, Identity, JsonType, JwtErrorReason, LogoutToken,
    NotALogout, PendingLogout, VerifyError, parameter,
};
use oauth_flow::oauth_client;
use oauth_flow_run_time_tests::{Http, Unreachable, clock, only, pairs, pass, run};
use serde_json::{Value, json};

use super::provider::{
    ISSUER, NOW, Portal, claims, flow, key_set, login_claiming, metadata, p256, with,
};

#[test]
fn the_user_is_sent_to_the_server_and_back() {
    let flow = flow();
    let (url, pending) = flow
        .end_session()
        .id_token_hint("h.p.s")
        .extra(parameter!("ui_locales"), "de")
        .begin()
        .unwrap();
    assert!(url.as_str().starts_with("https://idp.example.com/logout?theme=dark&"), "{url}");
    let query = pairs(url.query().unwrap());
    let state = only(&query, "state");
    assert_eq!(
        query[1..],
        [
            ("client_id", "portal"),
            ("id_token_hint", "h.p.s"),
            ("post_logout_redirect_uri", "https://app.example.com/bye"),
            ("state", &state),
            ("ui_locales", "de"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    assert_eq!(state.len(), 27);
    let stored = serde_json::to_string(&pending).unwrap();
    let pending: PendingLogout = serde_json::from_str(&stored).unwrap();
    assert_eq!(pending.check(&format!("state={state}")), Ok(()));
    assert_eq!(pending.check(&format!("?x=1&state={state}")), Ok(()));
    assert_eq!(pending.check(""), Err(ForeignLogout::MissingState));
    assert_eq!(pending.check("x=1"), Err(ForeignLogout::MissingState));
    assert_eq!(pending.check("state="), Err(ForeignLogout::WrongState));
    assert_eq!(pending.check("state=another"), Err(ForeignLogout::WrongState));
    assert_eq!(
        pending.check(&format!("state={state}&state={state}")),
        Err(ForeignLogout::WrongState)
    );
    assert_eq!(
        ForeignLogout::MissingState.to_string(),
        "the response to the logout has no `state`"
    );
    assert_eq!(
        ForeignLogout::WrongState.to_string(),
        "the response is not the one to this logout: its `state` differs"
    );
    // The hint may be added as any parameter, and is there once.
    let hint = oauth_flow::flow::ParameterName::read("id_token_hint").unwrap();
    let (url, _pending) = flow.end_session().extra(hint.clone(), "a.b.c").begin().unwrap();
    assert_eq!(only(&pairs(url.query().unwrap()), "id_token_hint"), "a.b.c");
    let both = flow.end_session().id_token_hint("h.p.s").extra(hint, "a.b.c");
    let (url, _pending) = both.begin().unwrap();
    assert_eq!(only(&pairs(url.query().unwrap()), "id_token_hint"), "h.p.s");
    // Where the user comes back is declared, and no parameter.
    assert!(oauth_flow::flow::ParameterName::read("post_logout_redirect_uri").is_err());
    let (other, _pending) = flow.end_session().begin().unwrap();
    assert_ne!(only(&pairs(other.query().unwrap()), "state"), state);
}

#[test]
fn the_user_comes_back_where_that_is_declared() {
    let flow = flow();
    let logout = flow.end_session().post_logout_redirect_uri("https://app.example.com/gone");
    let (url, _pending) = logout.begin().unwrap();
    let query = pairs(url.query().unwrap());
    assert_eq!(only(&query, "post_logout_redirect_uri"), "https://app.example.com/gone");
    let logout = flow.end_session().post_logout_redirect_uri("https://evil.example/x?a=b");
    assert_eq!(
        logout.begin().unwrap_err().to_string(),
        "`https://evil.example/x?...` is not declared; help: add it to `post_logout_redirect_uri` of \
         the attribute, and register it"
    );
    let without = metadata(&json!({"end_session_endpoint": null}));
    let flow = Flow::<Portal>::builder().server(&without).client_secret("hush").clock(clock);
    assert_eq!(
        flow.build().unwrap().end_session().begin().unwrap_err().to_string(),
        "`end_session_endpoint` is missing; help: give the metadata of the server to the builder, or, if \
         the server has the endpoint, call `end_session_endpoint` of the builder"
    );
}

#[oauth_client(
    kind = "web",
    client_id = "portal",
    redirect_uri = "https://app.example.com/callback",
    scope = "openid"
)]
struct Plain;

#[test]
fn nobody_comes_back_where_nothing_is_declared() {
    let flow = Flow::<Plain>::builder().server(&metadata(&json!({}))).client_secret("hush");
    let flow = flow.clock(clock).build().unwrap();
    let (url, _pending) = flow.end_session().begin().unwrap();
    assert_eq!(url.as_str(), "https://idp.example.com/logout?theme=dark&client_id=portal");
    let logout = flow.end_session().post_logout_redirect_uri("https://app.example.com/bye");
    assert!(logout.begin().is_err());
}

#[oauth_client(
    kind = "web",
    client_id = "portal",
    redirect_uri = "https://app.example.com/callback",
    post_logout_redirect_uri = "runtime",
    scope = "openid"
)]
struct Open;

#[test]
fn a_redirect_uri_of_the_run_time_is_judged_as_a_declared_one() {
    let flow = Flow::<Open>::builder().server(&metadata(&json!({}))).client_secret("hush");
    let flow = flow.clock(clock).build().unwrap();
    let begin = |uri: &str| flow.end_session().post_logout_redirect_uri(uri).begin();
    let (_, _pending) = begin("https://app.example.com/bye").unwrap();
    for (uri, rule) in [
        ("javascript:alert(1)", "dangerous_redirect_scheme"),
        ("https://app.example.com/bye#x", "redirect_uri_fragment"),
        ("/bye", "invalid_redirect_uri"),
    ] {
        match begin(uri) {
            Err(EndSessionError::Values(findings)) => {
                assert_eq!(findings[0].rule.id, rule, "{uri}");
            }
            other => panic!("{uri}: {:?}", other.map(|(url, _)| url)),
        }
    }
}

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
const SECTION: &str = "OpenID Connect Back-Channel Logout section 2.4";

fn logout_claims() -> Value {
    json!({
        "iss": ISSUER, "aud": "portal", "iat": NOW, "exp": NOW + 120, "jti": "j-1",
        "sub": "248289761001", "sid": "s-1", "events": { EVENT: {} },
    })
}

fn told(flow: &Flow<Portal>, changed: &Value) -> Result<LogoutToken, VerifyError<Unreachable>> {
    told_with(flow, r#"{"alg":"ES256","kid":"p256","typ":"logout+jwt"}"#, changed)
}

fn told_with(
    flow: &Flow<Portal>,
    header: &str,
    changed: &Value,
) -> Result<LogoutToken, VerifyError<Unreachable>> {
    let token = p256().sign_text(header, &with(logout_claims(), changed).to_string());
    let http = Http::answering(200, &key_set(&[p256().published()]));
    flow.logout_token(&format!("logout_token={token}")).unwrap().validate(&http)
}

#[track_caller]
fn refused(changed: &Value) -> JwtErrorReason {
    let error = told(&flow(), changed).unwrap_err();
    let VerifyError::Token(error) = error else { panic!("{error:?}") };
    error.reason().clone()
}

#[test]
fn the_server_tells_who_was_logged_out() {
    let token = told(&flow(), &json!({})).unwrap();
    assert_eq!(format!("{token:?}"), r#"LogoutToken { issuer: "https://idp.example.com", .. }"#);
    assert_eq!(token.issuer(), "https://idp.example.com");
    assert_eq!(token.subject(), Some("248289761001"));
    assert_eq!(token.sid(), Some("s-1"));
    for typ in [r#","typ":"JWT""#, "", r#","typ":"application/logout+jwt""#] {
        let header = format!(r#"{{"alg":"ES256","kid":"p256"{typ}}}"#);
        assert!(told_with(&flow(), &header, &json!({})).is_ok(), "{typ}");
    }
    let flow = flow();
    let token = p256().sign(&logout_claims());
    let http = Http::answering(200, &key_set(&[p256().published()]));
    let request = flow.logout_token(&format!("logout_token={token}")).unwrap();
    assert!(run(request.validate_async(&http)).is_ok());
}

#[test]
fn a_logout_token_is_validated() {
    let claim = |claim, found| JwtErrorReason::Claim { claim, found, section: SECTION };
    for name in ["exp", "iat", "jti", "events"] {
        assert_eq!(refused(&json!({ name: null })), claim(name, None), "{name}");
    }
    assert_eq!(refused(&json!({"jti": ""})), JwtErrorReason::EmptyClaim { claim: "jti" });
    for events in [json!({}), json!({"x": {}}), json!({EVENT: []}), json!({EVENT: null})] {
        assert_eq!(refused(&json!({ "events": events })), JwtErrorReason::OtherEvent);
    }
    assert_eq!(refused(&json!({"events": [EVENT]})), claim("events", Some(JsonType::Array)));
    for name in ["iss", "aud"] {
        assert_eq!(refused(&json!({ name: null })), claim(name, None));
    }
    assert_eq!(refused(&json!({"sub": null, "sid": null})), JwtErrorReason::Nobody);
    assert_eq!(refused(&json!({"aud": "other"})), JwtErrorReason::Audience);
    assert_eq!(refused(&json!({"exp": NOW - 60})), JwtErrorReason::Expired);
    assert_eq!(refused(&json!({"iat": NOW + 61})), JwtErrorReason::NotYetValid { claim: "iat" });
    for nonce in [json!("n"), json!("")] {
        assert_eq!(
            refused(&json!({ "nonce": nonce })),
            JwtErrorReason::ForbiddenClaim { claim: "nonce", section: SECTION }
        );
    }
    assert!(matches!(
        refused(&json!({"iss": "https://evil.example"})),
        JwtErrorReason::Issuer { .. }
    ));
    // An ID token is none.
    let id_token = p256().sign(&claims("n"));
    let http = Http::answering(200, &key_set(&[p256().published()]));
    let flow = flow();
    let request = flow.logout_token(&format!("logout_token={id_token}")).unwrap();
    assert!(matches!(request.validate(&http), Err(VerifyError::Token(_))));
    let header = r#"{"alg":"ES256","kid":"p256","typ":"at+jwt"}"#;
    let error = told_with(&super::provider::flow(), header, &json!({})).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the logout token has the type `at+jwt`, which is that of another token (RFC 8725 section 3.11)"
    );
}

#[test]
fn a_logout_token_is_accepted_once() {
    let flow = flow();
    assert!(told(&flow, &json!({})).is_ok());
    let again = |flow: &Flow<Portal>, jti: &str| {
        let token = p256().sign(&with(logout_claims(), &json!({ "jti": jti })));
        let request = flow.logout_token(&format!("logout_token={token}")).unwrap();
        request.validate(&Http::default())
    };
    let VerifyError::Token(error) = again(&flow, "j-1").unwrap_err() else {
        panic!("not the token")
    };
    assert_eq!(*error.reason(), JwtErrorReason::Replayed);
    // As long as it is valid.
    pass(179);
    assert!(again(&flow.clone(), "j-1").is_err());
    let token = again(&flow, "j-2").unwrap();
    assert!(again(&flow, "j-2").is_err());
    // The sessions could not be ended, and the server sends it once more.
    flow.forget_logout(&token);
    assert!(again(&flow, "j-2").is_ok());
    // What has expired is refused for that.
    pass(2);
    let VerifyError::Token(error) = again(&flow, "j-1").unwrap_err() else {
        panic!("not the token")
    };
    assert_eq!(*error.reason(), JwtErrorReason::Expired);
}

#[test]
fn a_logout_is_of_the_logins_that_it_names() {
    let login = |claims: Value| -> Identity {
        login_claiming(&claims).unwrap().claims().unwrap().identity()
    };
    let (one, other, plain) =
        (login(json!({"sid": "s-1"})), login(json!({"sid": "s-2"})), login(json!({})));
    let eve = login(json!({"sub": "eve", "sid": "s-1"}));
    let told = |changed: &Value| told(&flow(), changed).unwrap();
    for (changed, expected) in [
        (json!({}), [true, false, true, false]),
        (json!({"sub": null}), [true, false, false, true]),
        (json!({"sid": null}), [true, true, true, false]),
    ] {
        let token = told(&changed);
        let of = [&one, &other, &plain, &eve].map(|identity| token.is_of(identity));
        assert_eq!(of, expected, "{changed}");
    }
}

#[test]
fn a_form_without_a_token_is_no_logout() {
    let flow = flow();
    let read = |form: &str| flow.logout_token(form).map(|_| ()).unwrap_err();
    assert_eq!(read(""), NotALogout::MissingToken);
    assert_eq!(read("logout_token="), NotALogout::MissingToken);
    assert_eq!(read("token=h.p.s"), NotALogout::MissingToken);
    assert_eq!(read("logout_token=a&logout_token=a"), NotALogout::Duplicate);
    assert_eq!(read(&format!("logout_token={}", "a".repeat(65_536))), NotALogout::TooLong);
    // The longest that is read is 64 KiB.
    let longest = format!("logout_token={}", "a".repeat(65_523));
    assert!(flow.logout_token(&longest).is_ok());
    assert_eq!(read(&(longest + "a")), NotALogout::TooLong);
    for (error, text) in [
        (
            NotALogout::MissingToken,
            "the logout request has no `logout_token` (OpenID Connect Back-Channel Logout section \
             2.5); help: pass the body as it was posted",
        ),
        (NotALogout::Duplicate, "the logout request has `logout_token` twice"),
        (NotALogout::TooLong, "the logout request is longer than 64 KiB"),
    ] {
        assert_eq!(error.to_string(), text);
        assert_eq!(error.retry(), oauth_flow::flow::Retry::No);
    }
}

#[test]
fn a_logout_token_needs_a_server_that_is_known() {
    let without = metadata(&json!({"jwks_uri": null}));
    let flow = Flow::<Portal>::builder().server(&without).client_secret("hush").clock(clock);
    let flow = flow.build().unwrap();
    let token = p256().sign(&logout_claims());
    let request = flow.logout_token(&format!("logout_token={token}")).unwrap();
    let error = request.validate(&Http::default()).unwrap_err();
    assert!(matches!(error, VerifyError::UnknownServer));
}
