//! What an ID token claims: for whom, of whom and when (OpenID Connect Core sections 2 and 3.1.3.7).

use std::time::Duration;

use oauth_flow::flow::{
    Flow, JsonType, JwtErrorReason, NoClaims, RequestError, Tokens, UnusableReason,
};
use oauth_flow_e2e_tests::tests;
use serde_json::{Value, json};

use crate::party::{
    Error, Party as _, Web, accepted, builder, flow, http, log_in, planned, provider, reason,
    refused_token, seconds_from_now,
};

tests! {
    an_issuer_is_compared_character_by_character
    a_subject_is_a_text_that_is_not_empty
    another_client_is_no_audience
    another_audience_is_one_that_the_client_trusts
    an_authorized_party_is_this_client
    an_expired_token_is_refused
    a_token_has_the_time_at_which_it_was_issued
    a_token_of_the_future_is_refused
    a_clock_may_be_wrong_by_the_leeway
    another_nonce_is_refused
    a_wrong_hash_of_the_access_token_is_refused
    a_login_without_a_time_is_refused_where_an_age_was_asked_for
    a_login_that_is_too_old_is_refused_where_an_age_was_asked_for
    a_time_of_the_login_is_a_number
    an_essential_context_is_one_of_those_that_were_asked_for
    a_voluntary_context_may_be_another
    a_login_that_openid_was_not_granted_to_has_no_claims
    claims_that_nobody_knows_are_kept_for_a_type_of_ones_own
    claims_of_other_types_are_read_as_if_they_were_not_there
}

const CORE_2: &str = "OpenID Connect Core section 2";

fn claim(claim: &'static str, found: impl Into<Option<JsonType>>) -> JwtErrorReason {
    JwtErrorReason::Claim { claim, found: found.into(), section: CORE_2 }
}

/// Why a token with another value for a claim is refused.
#[track_caller]
fn refused_claim(name: &str, value: impl Into<Value>) -> JwtErrorReason {
    refused_token(json!({ "claims": { name: value.into() } }))
}

fn an_issuer_is_compared_character_by_character() {
    let provider = provider();
    let flow = flow::<Web>(&provider);
    let issuer = provider.issuer();
    for received in [
        format!("{issuer}/"),
        issuer.replace("127.0.0.1", "localhost"),
        issuer.replace("http:", "HTTP:"),
        issuer.replace("http:", "https:"),
        issuer.rsplit_once('/').unwrap().0.to_owned(),
    ] {
        provider.plan(json!({ "id_token": { "claims": { "iss": received } } }));
        let expected = issuer.to_owned();
        assert_eq!(reason(log_in(&flow)), JwtErrorReason::Issuer { expected, received });
    }
    for (received, found) in [
        (json!([issuer]), JsonType::Array),
        (json!({ "url": issuer }), JsonType::Object),
        (json!(1), JsonType::Number),
    ] {
        provider.plan(json!({ "id_token": { "claims": { "iss": received } } }));
        assert_eq!(reason(log_in(&flow)), claim("iss", found));
    }
    for id_token in [json!({ "without": ["iss"] }), json!({ "claims": { "iss": null } })] {
        provider.plan(json!({ "id_token": id_token }));
        assert_eq!(reason(log_in(&flow)), claim("iss", None));
    }
}

fn a_subject_is_a_text_that_is_not_empty() {
    assert_eq!(refused_claim("sub", ""), JwtErrorReason::EmptyClaim { claim: "sub" });
    assert_eq!(refused_claim("sub", Value::Null), claim("sub", None));
    assert_eq!(refused_claim("sub", 7), claim("sub", JsonType::Number));
    assert_eq!(refused_claim("sub", json!(["alice"])), claim("sub", JsonType::Array));
    assert_eq!(refused_claim("sub", true), claim("sub", JsonType::Boolean));
}

fn another_client_is_no_audience() {
    for other in
        [json!([]), json!(["another-client"]), json!("relying-party "), json!("RELYING-PARTY")]
    {
        assert_eq!(refused_claim("aud", other.clone()), JwtErrorReason::Audience, "{other}");
    }
    assert_eq!(refused_claim("aud", Value::Null), claim("aud", None));
    assert_eq!(refused_claim("aud", 7), claim("aud", JsonType::Number));
    assert_eq!(refused_claim("aud", json!([7])), claim("aud", JsonType::Array));
    // A list of one is that one.
    accepted::<Web>(json!({ "id_token": { "claims": { "aud": ["relying-party"] } } }));
}

fn another_audience_is_one_that_the_client_trusts() {
    let both = json!(["relying-party", "https://api.example"]);
    let plan = |azp: &Value| json!({ "id_token": { "claims": { "aud": both, "azp": azp } } });
    let (provider, distrustful) = planned::<Web>(plan(&json!("relying-party")));
    let audience = "https://api.example".to_owned();
    assert_eq!(reason(log_in(&distrustful)), JwtErrorReason::OtherAudience { audience });

    let trusting =
        builder::<Web>(&provider).trusted_audience("https://api.example").build().unwrap();
    let tokens = log_in(&trusting).unwrap();
    assert_eq!(tokens.claims().unwrap().audiences(), ["relying-party", "https://api.example"]);
    assert_eq!(tokens.claims().unwrap().authorized_party(), Some("relying-party"));
    // The token need not say which it was issued to.
    provider.plan(plan(&Value::Null));
    assert!(log_in(&trusting).unwrap().claims().is_ok());
}

fn an_authorized_party_is_this_client() {
    let received = "another-client".to_owned();
    assert_eq!(
        refused_claim("azp", "another-client"),
        JwtErrorReason::AuthorizedParty { received }
    );
    assert_eq!(refused_claim("azp", json!(["relying-party"])), claim("azp", JsonType::Array));
    accepted::<Web>(json!({ "id_token": { "claims": { "azp": "relying-party" } } }));
}

fn an_expired_token_is_refused() {
    assert_eq!(refused_token(json!({ "without": ["exp"] })), claim("exp", None));
    assert_eq!(refused_claim("exp", "9999999999"), claim("exp", JsonType::String));
    for past in [json!(seconds_from_now(-3600)), json!(0), json!(-1), json!(1.5)] {
        assert_eq!(refused_claim("exp", past.clone()), JwtErrorReason::Expired, "{past}");
    }
    // Milliseconds, and a number that no clock reaches.
    for far in [json!(seconds_from_now(3600) * 1000), json!(1e300)] {
        accepted::<Web>(json!({ "id_token": { "claims": { "exp": far } } }));
    }
}

fn a_token_has_the_time_at_which_it_was_issued() {
    assert_eq!(refused_token(json!({ "without": ["iat"] })), claim("iat", None));
    assert_eq!(refused_claim("iat", "1700000000"), claim("iat", JsonType::String));
    assert_eq!(refused_claim("iat", Value::Null), claim("iat", None));
}

fn a_token_of_the_future_is_refused() {
    for name in ["iat", "nbf"] {
        let future = seconds_from_now(3600);
        assert_eq!(refused_claim(name, future), JwtErrorReason::NotYetValid { claim: name });
    }
    assert_eq!(refused_claim("nbf", "soon"), claim("nbf", JsonType::String));
    accepted::<Web>(json!({ "id_token": { "claims": { "nbf": seconds_from_now(-10) } } }));
}

fn a_clock_may_be_wrong_by_the_leeway() {
    let provider = provider();
    let lenient = builder::<Web>(&provider).clock_leeway(Duration::from_secs(120)).build().unwrap();
    let strict = builder::<Web>(&provider).clock_leeway(Duration::ZERO).build().unwrap();
    for (claims, expected) in [
        (json!({ "exp": seconds_from_now(-60) }), JwtErrorReason::Expired),
        (json!({ "iat": seconds_from_now(60) }), JwtErrorReason::NotYetValid { claim: "iat" }),
        (json!({ "nbf": seconds_from_now(60) }), JwtErrorReason::NotYetValid { claim: "nbf" }),
    ] {
        provider.plan(json!({ "id_token": { "claims": claims } }));
        assert_eq!(reason(log_in(&strict)), expected);
        assert_eq!(log_in(&lenient).unwrap().claims().unwrap().subject(), "alice");
    }
}

fn another_nonce_is_refused() {
    assert_eq!(refused_token(json!({ "without": ["nonce"] })), JwtErrorReason::Nonce);
    assert_eq!(refused_claim("nonce", ""), JwtErrorReason::Nonce);
    assert_eq!(refused_claim("nonce", Value::Null), JwtErrorReason::Nonce);
    assert_eq!(refused_claim("nonce", 1), claim("nonce", JsonType::Number));

    // That of an earlier login in the same flow.
    let (provider, flow, first) = accepted::<Web>(json!({}));
    let used = first.claims().unwrap().nonce().unwrap();
    provider.plan(json!({ "id_token": { "claims": { "nonce": used } } }));
    assert_eq!(reason(log_in(&flow)), JwtErrorReason::Nonce);
}

/// OpenID Connect Core section 3.1.3.8: it need not be there in the code flow.
fn a_wrong_hash_of_the_access_token_is_refused() {
    accepted::<Web>(json!({ "id_token": { "without": ["at_hash"] } }));
    // That of the access token of OpenID Connect Core appendix A.3.
    for other in ["77QmUPtjPfzWtF2AnpK9RQ", "", "AAAA"] {
        assert_eq!(refused_claim("at_hash", other), JwtErrorReason::AccessTokenHash, "{other}");
    }
    assert_eq!(refused_claim("at_hash", 7), claim("at_hash", JsonType::Number));
}

/// A login that allows this age.
fn log_in_within(flow: &Flow<Web>, age: Duration) -> Result<Tokens, Error> {
    let (url, pending) = flow.authorize().max_age(age).begin().unwrap();
    flow.complete(pending, Web::answer(&url).as_str()).unwrap().request(http())
}

fn a_login_without_a_time_is_refused_where_an_age_was_asked_for() {
    let (provider, flow, tokens) = accepted::<Web>(json!({}));
    // Where none was asked for, the server need not say when.
    assert_eq!(tokens.claims().unwrap().auth_time(), None);
    let minute = Duration::from_secs(60);
    let tokens = log_in_within(&flow, minute).unwrap();
    assert!(tokens.claims().unwrap().auth_time().is_some());
    let asked =
        provider.record().of("/authorize").last().unwrap().query("max_age").map(String::from);
    assert_eq!(asked.as_deref(), Some("60"));
    for id_token in
        [json!({ "without": ["auth_time"] }), json!({ "claims": { "auth_time": null } })]
    {
        provider.plan(json!({ "id_token": id_token }));
        assert_eq!(reason(log_in_within(&flow, minute)), JwtErrorReason::UnknownAuthTime);
    }
}

fn a_login_that_is_too_old_is_refused_where_an_age_was_asked_for() {
    let hour_ago = json!({ "id_token": { "claims": { "auth_time": seconds_from_now(-3600) } } });
    let (_provider, flow) = planned::<Web>(hour_ago);
    let error = reason(log_in_within(&flow, Duration::from_secs(600)));
    assert_eq!(error, JwtErrorReason::MaxAge);
    assert_eq!(reason(log_in_within(&flow, Duration::ZERO)), JwtErrorReason::MaxAge);
    log_in_within(&flow, Duration::from_secs(7200)).unwrap();
    log_in(&flow).unwrap();
}

fn a_time_of_the_login_is_a_number() {
    assert_eq!(refused_claim("auth_time", "1700000000"), claim("auth_time", JsonType::String));
}

fn an_essential_context_is_one_of_those_that_were_asked_for() {
    let provider = provider();
    let flow = flow::<Web>(&provider);
    let log_in = || {
        let (url, pending) = flow.authorize().essential_acr_values("silver gold").begin().unwrap();
        flow.complete(pending, Web::answer(&url).as_str()).unwrap().request(http())
    };
    for acr in ["silver", "gold"] {
        provider.plan(json!({ "id_token": { "claims": { "acr": acr } } }));
        assert_eq!(log_in().unwrap().claims().unwrap().acr(), Some(acr));
    }
    for (id_token, received) in [
        (json!({ "claims": { "acr": "bronze" } }), Some("bronze")),
        (json!({ "claims": { "acr": "silver gold" } }), Some("silver gold")),
        (json!({ "claims": { "acr": "" } }), Some("")),
        (json!({ "without": ["acr"] }), None),
    ] {
        provider.plan(json!({ "id_token": id_token }));
        let received = received.map(str::to_owned);
        assert_eq!(reason(log_in()), JwtErrorReason::AuthenticationContext { received });
    }
    provider.plan(json!({ "id_token": { "claims": { "acr": ["gold"] } } }));
    assert_eq!(reason(log_in()), claim("acr", JsonType::Array));
}

/// OpenID Connect Core section 5.5.1.1: a server that cannot does not have to.
fn a_voluntary_context_may_be_another() {
    let (provider, flow) = planned::<Web>(json!({ "id_token": { "claims": { "acr": "bronze" } } }));
    let (url, pending) = flow.authorize().acr_values("silver gold").begin().unwrap();
    let request = flow.complete(pending, Web::answer(&url).as_str()).unwrap();
    assert_eq!(request.request(http()).unwrap().claims().unwrap().acr(), Some("bronze"));
    let asked =
        provider.record().of("/authorize").last().unwrap().query("acr_values").map(String::from);
    assert_eq!(asked.as_deref(), Some("silver gold"));
}

/// RFC 6749 section 3.3: the server may grant less, and says so.
fn a_login_that_openid_was_not_granted_to_has_no_claims() {
    let (provider, flow) = planned::<Web>(json!({
        "token": { "set": { "scope": "profile email" }, "without": ["id_token"] },
    }));
    assert_eq!(log_in(&flow).unwrap().claims().unwrap_err(), NoClaims::NoIdToken);
    provider.plan(json!({ "token": { "without": ["id_token"] } }));
    match log_in(&flow) {
        Err(RequestError::Unusable(error)) => {
            assert_eq!(error.reason(), &UnusableReason::MissingIdToken);
        }
        other => panic!("not missed, but {other:?}"),
    }
}

fn claims_that_nobody_knows_are_kept_for_a_type_of_ones_own() {
    #[derive(serde::Deserialize)]
    struct Own {
        groups: Vec<String>,
        level: u8,
    }
    let (.., tokens) = accepted::<Web>(json!({ "id_token": { "claims": {
        "groups": ["staff", "admin"], "level": 3, "amr": ["pwd", "otp"], "sid": "session-1",
        "name": "Alice Doe", "email": "alice@example.com", "email_verified": false,
    } } }));
    let claims = tokens.claims().unwrap();
    let own: Own = claims.parse().unwrap();
    assert_eq!((own.groups, own.level), (vec!["staff".to_owned(), "admin".to_owned()], 3));
    assert_eq!(claims.get("level"), Some(&json!(3)));
    assert_eq!(claims.amr().collect::<Vec<_>>(), ["pwd", "otp"]);
    assert_eq!(claims.sid(), Some("session-1"));
    assert_eq!((claims.name(), claims.email()), (Some("Alice Doe"), Some("alice@example.com")));
    assert!(!claims.email_verified());
    assert!(claims.parse::<Vec<String>>().is_err());
}

fn claims_of_other_types_are_read_as_if_they_were_not_there() {
    let (.., tokens) = accepted::<Web>(json!({ "id_token": { "claims": {
        "name": 7, "email": ["alice@example.com"], "email_verified": {}, "amr": "pwd",
    } } }));
    let claims = tokens.claims().unwrap();
    assert_eq!((claims.name(), claims.email(), claims.email_verified()), (None, None, false));
    assert_eq!(claims.amr().count(), 0);
    assert_eq!(claims.get("name"), Some(&json!(7)));
}
