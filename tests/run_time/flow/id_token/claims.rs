//! Each claim of an ID token is compared (OpenID Connect Core sections 2, 3.1.3.7 and 3.1.3.8).

use std::time::{Duration, SystemTime};

use oauth_flow::flow::{Authorize, Flow, JsonType, JwtErrorReason, ServerMetadata};
use oauth_flow_run_time_tests::{Http, clock, only, pairs, pass};
use serde_json::{Value, json};

use super::provider::{
    NOW, Portal, builder, claims, ed25519, flow, key_set, login_claiming, login_of_claiming,
    login_with, p256, p384, reason, rsa, tokens, with,
};

const CORE: &str = "OpenID Connect Core section 2";

fn missing(claim: &'static str) -> JwtErrorReason {
    JwtErrorReason::Claim { claim, found: None, section: CORE }
}

fn wrong(claim: &'static str, found: JsonType) -> JwtErrorReason {
    JwtErrorReason::Claim { claim, found: Some(found), section: CORE }
}

#[track_caller]
fn refused(changed: &Value, expected: &JwtErrorReason) {
    assert_eq!(reason(login_claiming(changed)), *expected, "{changed}");
}

#[track_caller]
fn accepted(changed: &Value) {
    let login = login_claiming(changed);
    assert!(login.is_ok_and(|tokens| tokens.claims().is_ok()), "{changed}");
}

#[test]
fn what_is_required_is_there() {
    for claim in ["iss", "sub", "aud", "exp", "iat"] {
        refused(&json!({ claim: null }), &missing(claim));
    }
    for claim in ["iss", "sub"] {
        refused(&json!({ claim: "" }), &JwtErrorReason::EmptyClaim { claim });
        refused(&json!({ claim: 7 }), &wrong(claim, JsonType::Number));
        refused(&json!({ claim: ["x"] }), &wrong(claim, JsonType::Array));
    }
    for claim in ["exp", "iat", "nbf", "auth_time"] {
        refused(&json!({ claim: "1700000300" }), &wrong(claim, JsonType::String));
        refused(&json!({ claim: true }), &wrong(claim, JsonType::Boolean));
    }
    refused(&json!({"aud": 7}), &wrong("aud", JsonType::Number));
    refused(&json!({"aud": ["portal", 7]}), &wrong("aud", JsonType::Array));
    refused(&json!({"acr": 1}), &wrong("acr", JsonType::Number));
    refused(&json!({"nonce": 1}), &wrong("nonce", JsonType::Number));
}

#[test]
fn the_issuer_is_that_of_the_server() {
    for issuer in [
        "https://idp.example.com/",
        "https://IDP.example.com",
        "http://idp.example.com",
        "https://evil.example",
        "idp.example.com",
    ] {
        refused(
            &json!({ "iss": issuer }),
            &JwtErrorReason::Issuer {
                expected: "https://idp.example.com".into(),
                received: issuer.into(),
            },
        );
    }
}

#[test]
fn the_token_is_for_the_client_and_for_whom_it_trusts() {
    accepted(&json!({"aud": ["portal"]}));
    accepted(&json!({"aud": ["portal", "portal"]}));
    accepted(&json!({"azp": "portal"}));
    for audience in [json!("other"), json!("Portal"), json!(["other"]), json!([]), json!("")] {
        refused(&json!({ "aud": audience }), &JwtErrorReason::Audience);
    }
    let other = JwtErrorReason::OtherAudience { audience: "api".into() };
    refused(&json!({"aud": ["portal", "api"]}), &other);
    refused(&json!({"aud": ["api", "portal"], "azp": "portal"}), &other);
    let party = |received: &str| JwtErrorReason::AuthorizedParty { received: received.into() };
    refused(&json!({"azp": "other"}), &party("other"));
    let trusting = || builder().trusted_audience("api").build().unwrap();
    let both = json!({"aud": ["portal", "api"], "azp": "portal"});
    assert!(login_of_claiming(&trusting(), &both).unwrap().claims().is_ok());
    let of = |changed: Value| reason(login_of_claiming(&trusting(), &changed));
    let plain = json!({"aud": ["portal", "api"]});
    assert!(login_of_claiming(&trusting(), &plain).unwrap().claims().is_ok());
    assert_eq!(of(json!({"aud": ["portal", "api"], "azp": "api"})), party("api"));
    assert_eq!(of(json!({"aud": ["api"], "azp": "portal"})), JwtErrorReason::Audience);
    let third = of(json!({"aud": ["portal", "api", "x"], "azp": "portal"}));
    assert_eq!(third, JwtErrorReason::OtherAudience { audience: "x".into() });
}

#[test]
fn a_token_has_its_time() {
    // A minute is the difference of two clocks.
    accepted(&json!({"exp": NOW - 59}));
    refused(&json!({"exp": NOW - 60}), &JwtErrorReason::Expired);
    refused(&json!({"exp": 0}), &JwtErrorReason::Expired);
    refused(&json!({"exp": -1}), &JwtErrorReason::Expired);
    let forever = login_claiming(&json!({"exp": 1e300})).unwrap();
    let end_of_9999 = SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_799);
    assert_eq!(forever.claims().unwrap().expires_at(), end_of_9999);
    accepted(&json!({"exp": 1_700_000_300.75}));
    accepted(&json!({"iat": NOW + 60}));
    refused(&json!({"iat": NOW + 61}), &JwtErrorReason::NotYetValid { claim: "iat" });
    refused(&json!({"iat": 1e300}), &JwtErrorReason::NotYetValid { claim: "iat" });
    accepted(&json!({"nbf": NOW + 60}));
    refused(&json!({"nbf": NOW + 61}), &JwtErrorReason::NotYetValid { claim: "nbf" });
    accepted(&json!({"nbf": 0}));
}

#[test]
fn how_far_clocks_differ_is_configured() {
    let exact = || builder().clock_leeway(Duration::ZERO).build().unwrap();
    let expired = login_of_claiming(&exact(), &json!({"exp": NOW}));
    assert_eq!(reason(expired), JwtErrorReason::Expired);
    assert!(login_of_claiming(&exact(), &json!({"exp": NOW + 1})).is_ok());
    let early = login_of_claiming(&exact(), &json!({"iat": NOW + 1}));
    assert_eq!(reason(early), JwtErrorReason::NotYetValid { claim: "iat" });
    let wide = builder().clock_leeway(Duration::from_secs(300)).build().unwrap();
    assert!(login_of_claiming(&wide, &json!({"exp": NOW - 299})).is_ok());
    assert_eq!(
        builder().clock_leeway(Duration::from_secs(301)).build().unwrap_err().to_string(),
        "`clock_leeway` is more than five minutes; help: set the clock of this machine"
    );
}

#[test]
fn the_nonce_is_that_of_the_request() {
    for nonce in [json!(null), json!(""), json!("another")] {
        refused(&json!({ "nonce": nonce }), &JwtErrorReason::Nonce);
    }
    // A name that is there twice says two things.
    let login = login_with(&[p256().published()], |nonce| {
        let claims = claims(nonce).to_string();
        let twice = claims.replacen('{', r#"{"nonce":"x","#, 1);
        p256().sign_text(r#"{"alg":"ES256","kid":"p256"}"#, &twice)
    });
    assert_eq!(reason(login), JwtErrorReason::NotAnObject);
    for payload in ["", "[]", "null", "{", "\"x\"", "{} {}"] {
        let login = login_with(&[p256().published()], |_| {
            p256().sign_text(r#"{"alg":"ES256","kid":"p256"}"#, payload)
        });
        assert_eq!(reason(login), JwtErrorReason::NotAnObject, "{payload}");
    }
}

#[test]
fn the_access_token_is_the_one_of_the_id_token() {
    // The left halves of SHA-256, SHA-384 and SHA-512 of `at-1`, by `openssl dgst`.
    const SHA256: &str = "R8PYaIQdcYEdkSc9TeGyiQ";
    const SHA384: &str = "xuH6cm_HAD6l8eK5sNkZDBF4xMryPnlN";
    const SHA512: &str = "4J8UayM9qUGnNqHaqK2rpChA_M6CMUIfl5gcZqvthBE";
    for (key, hash) in [(rsa(), SHA256), (p256(), SHA256), (p384(), SHA384), (ed25519(), SHA512)] {
        for (sent, fits) in
            [(SHA256, hash == SHA256), (SHA384, hash == SHA384), (SHA512, hash == SHA512)]
        {
            let login = login_with(&[key.published()], |nonce| {
                key.sign(&with(claims(nonce), &json!({ "at_hash": sent })))
            });
            if fits {
                assert!(login.unwrap().claims().is_ok(), "{} {sent}", key.alg());
            } else {
                assert_eq!(reason(login), JwtErrorReason::AccessTokenHash);
            }
        }
    }
    refused(&json!({"at_hash": ""}), &JwtErrorReason::AccessTokenHash);
    refused(&json!({"at_hash": 1}), &wrong("at_hash", JsonType::Number));
}

/// A login of a flow with this request, whose ID token has these claims besides.
fn asked(
    request: impl for<'f> Fn(Authorize<'f, Portal>) -> Authorize<'f, Portal>,
    changed: &Value,
) -> (super::provider::Login, Vec<(String, String)>) {
    let flow = flow();
    let (url, pending) = request(flow.authorize()).begin().unwrap();
    let query = pairs(url.query().unwrap());
    let token = p256().sign(&with(claims(&only(&query, "nonce")), changed));
    let http = Http::answering(200, &key_set(&[p256().published()])).then(200, &tokens(&token));
    let callback = format!("code=c-1&state={}", only(&query, "state"));
    (flow.complete(pending, &callback).unwrap().request(&http), query)
}

fn by_hand(request: Authorize<'_, Portal>) -> Authorize<'_, Portal> {
    request.extra(oauth_flow::flow::parameter!("max_age"), "300")
}

fn now(request: Authorize<'_, Portal>) -> Authorize<'_, Portal> {
    request.max_age(Duration::ZERO)
}

fn essential(request: Authorize<'_, Portal>) -> Authorize<'_, Portal> {
    request.essential_acr_values("gold silver")
}

#[test]
fn the_user_authenticated_when_the_request_says() {
    let five_minutes = Duration::from_secs(300);
    let (login, query) =
        asked(|request| request.max_age(five_minutes), &json!({"auth_time": NOW - 360}));
    assert_eq!(only(&query, "max_age"), "300");
    assert!(login.unwrap().claims().is_ok());
    let late = json!({"auth_time": NOW - 361});
    let (login, _) = asked(|request| request.max_age(five_minutes), &late);
    assert_eq!(reason(login), JwtErrorReason::MaxAge);
    let (login, _) = asked(|request| request.max_age(five_minutes), &json!({}));
    assert_eq!(reason(login), JwtErrorReason::UnknownAuthTime);
    // Whoever adds the parameter means it too.
    assert_eq!(reason(asked(by_hand, &late).0), JwtErrorReason::MaxAge);
    assert!(asked(|request| request, &late).0.is_ok());
    // A server that counts in milliseconds says nothing that can be compared.
    let milliseconds = json!({"auth_time": NOW * 1000});
    let (login, _) = asked(|request| request.max_age(five_minutes), &milliseconds);
    assert_eq!(reason(login), JwtErrorReason::NotYetValid { claim: "auth_time" });
    assert!(asked(|request| request, &milliseconds).0.is_ok());
    for seconds in ["3600.0", "-1", "", " 300", "1h"] {
        let request = flow();
        let request = request.authorize();
        let error = request.extra(oauth_flow::flow::parameter!("max_age"), seconds).begin();
        assert_eq!(
            error.map(|_| ()).unwrap_err().to_string(),
            "`max_age` is no whole number of seconds (OpenID Connect Core section 3.1.2.1)",
            "{seconds}"
        );
    }
    // At once.
    assert!(asked(now, &json!({"auth_time": NOW})).0.is_ok());
    assert_eq!(reason(asked(now, &json!({"auth_time": NOW - 61})).0), JwtErrorReason::MaxAge);
}

#[test]
fn the_way_to_authenticate_counts_where_it_is_essential() {
    let (login, query) = asked(|request| request.acr_values("gold silver"), &json!({"acr": "tin"}));
    assert_eq!(only(&query, "acr_values"), "gold silver");
    assert_eq!(login.unwrap().claims().unwrap().acr(), Some("tin"));
    let (login, query) = asked(essential, &json!({"acr": "silver"}));
    assert_eq!(only(&query, "acr_values"), "gold silver");
    assert!(login.is_ok());
    let context = |received: Option<&str>| JwtErrorReason::AuthenticationContext {
        received: received.map(String::from),
    };
    assert_eq!(reason(asked(essential, &json!({"acr": "tin"})).0), context(Some("tin")));
    assert_eq!(
        reason(asked(essential, &json!({"acr": "gold silver"})).0),
        context(Some("gold silver"))
    );
    assert_eq!(reason(asked(essential, &json!({})).0), context(None));
    for nothing in ["", "  "] {
        let error = flow().authorize().essential_acr_values(nothing).begin().map(|_| ());
        assert_eq!(
            error.unwrap_err().to_string(),
            "`essential_acr_values` has no value, and so requires nothing; help: give the `acr` that the \
             user has to authenticate by, or leave the call out"
        );
    }
}

#[test]
fn a_tenant_is_the_one_that_the_token_names() {
    let document = r#"{"issuer": "https://login.example.com/{tenantid}/v2.0",
        "authorization_endpoint": "https://login.example.com/authorize",
        "token_endpoint": "https://login.example.com/token",
        "device_authorization_endpoint": "https://login.example.com/device",
        "jwks_uri": "https://login.example.com/jwks"}"#;
    let template = "https://login.example.com/{tenantid}/v2.0";
    let metadata = ServerMetadata::read_for_tenants(document.as_bytes(), template).unwrap();
    let login_by = |key: &Value, changed: &Value| {
        let flow = Flow::<Portal>::builder().server(&metadata).client_secret("hush").clock(clock);
        let flow = flow.build().unwrap();
        let (url, pending) = flow.authorize().begin().unwrap();
        let query = pairs(url.query().unwrap());
        let token = p256().sign(&with(claims(&only(&query, "nonce")), changed));
        let http =
            Http::answering(200, &key_set(std::slice::from_ref(key))).then(200, &tokens(&token));
        let callback = format!("code=c-1&state={}", only(&query, "state"));
        flow.complete(pending, &callback).unwrap().request(&http)
    };
    let login = |changed: &Value| login_by(&p256().published(), changed);
    let contoso = "https://login.example.com/contoso/v2.0";
    let tokens = login(&json!({"iss": contoso, "tid": "contoso"})).unwrap();
    assert_eq!(tokens.claims().unwrap().issuer(), contoso);
    assert!(login(&json!({"iss": contoso})).is_ok());
    // A key may be one for a single tenant.
    let of_key = |issuer: &str| {
        let mut key = p256().published();
        key["issuer"] = json!(issuer);
        login_by(&key, &json!({"iss": contoso, "tid": "contoso"}))
    };
    for issuer in [contoso, template, "https://login.example.com/{tenant}/v2.0"] {
        assert!(of_key(issuer).is_ok(), "{issuer}");
    }
    for issuer in ["https://login.example.com/fabrikam/v2.0", "https://login.example.com/", ""] {
        assert_eq!(reason(of_key(issuer)), JwtErrorReason::KeyOfOtherTenant, "{issuer}");
    }
    let other = login(&json!({"iss": contoso, "tid": "fabrikam"}));
    assert_eq!(reason(other), JwtErrorReason::OtherTenant);
    for (issuer, tid) in [
        ("https://login.example.com/{tenantid}/v2.0", "{tenantid}"),
        ("https://login.example.com/a/b/v2.0", "a/b"),
        ("https://evil.example/contoso/v2.0", "contoso"),
    ] {
        let expected =
            JwtErrorReason::Issuer { expected: template.into(), received: issuer.into() };
        assert_eq!(reason(login(&json!({"iss": issuer, "tid": tid}))), expected);
    }
}

#[test]
fn a_login_that_was_slow_is_judged_by_the_clock_at_its_end() {
    let flow = flow();
    let (url, pending) = flow.authorize().begin().unwrap();
    let query = pairs(url.query().unwrap());
    let token = p256().sign(&claims(&only(&query, "nonce")));
    pass(400);
    let http = Http::answering(200, &key_set(&[p256().published()])).then(200, &tokens(&token));
    let callback = format!("code=c-1&state={}", only(&query, "state"));
    let login = flow.complete(pending, &callback).unwrap().request(&http);
    assert_eq!(reason(login), JwtErrorReason::Expired);
}

#[test]
fn a_claim_of_a_tenant_is_one_of_the_server_alone() {
    // A server of one tenant may give it any meaning.
    accepted(&json!({"tid": 42}));
    accepted(&json!({"tid": "x"}));
    let section = "OpenID Connect Front-Channel Logout section 3";
    let found = Some(JsonType::Number);
    refused(&json!({"sid": 1}), &JwtErrorReason::Claim { claim: "sid", found, section });
}
