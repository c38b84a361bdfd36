//! The tests of the OpenID certification for relying parties, by the names of its public list: the profiles
//! Basic, Form Post and Config, and those tests beside them that a code flow can be asked.

use oauth_flow::JwsAlgorithm;
use oauth_flow::flow::{
    CompleteError, FetchError, JwtErrorReason, MetadataError, ServerMetadata, UserinfoError,
};
use oauth_flow_e2e_tests::{Test, tests};
use serde_json::json;

use crate::party::{
    Party, Web, WebForm, accepted, builder, flow, http, key_requests, log_in, logged_in, planned,
    provider, reason, refused,
};

/// Each test of the two profiles that differ in how the response comes back.
macro_rules! profiles {
    ($($test:ident)+) => {
        pub(crate) const BASIC: &[Test] =
            &[$((concat!("openid::basic::", stringify!($test)), $test::<Web>)),+];
        pub(crate) const FORM_POST: &[Test] =
            &[$((concat!("openid::form_post::", stringify!($test)), $test::<WebForm>)),+];
    };
}

profiles! {
    oidcc_client_test
    oidcc_client_test_invalid_iss
    oidcc_client_test_missing_sub
    oidcc_client_test_invalid_aud
    oidcc_client_test_missing_iat
    oidcc_client_test_kid_absent_single_jwks
    oidcc_client_test_kid_absent_multiple_jwks
    oidcc_client_test_idtoken_sig_rs256
    oidcc_client_test_idtoken_sig_none
    oidcc_client_test_invalid_sig_rs256
    oidcc_client_test_userinfo_invalid_sub
    oidcc_client_test_nonce_invalid
    oidcc_client_test_scope_userinfo_claims
    oidcc_client_test_client_secret_basic
}

tests! {
    oidcc_client_test_discovery_openid_config
    oidcc_client_test_discovery_jwks_uri_keys
    oidcc_client_test_discovery_issuer_mismatch
    oidcc_client_test_signing_key_rotation_just_before_signing
    oidcc_client_test_signing_key_rotation
    oidcc_client_test_missing_aud
    oidcc_client_test_invalid_sig_hs256
    oidcc_client_test_invalid_sig_es256
    oidcc_client_test_userinfo_bearer_header
    oidcc_client_test_userinfo_signed
    oidcc_client_test_aggregated_claims
    oidcc_client_test_form_post_error
}

const CORE_2: &str = "OpenID Connect Core section 2";

fn missing(claim: &'static str) -> JwtErrorReason {
    JwtErrorReason::Claim { claim, found: None, section: CORE_2 }
}

fn oidcc_client_test<C: Party>() {
    let (provider, flow, tokens) = accepted::<C>(json!({}));
    let claims = tokens.claims().unwrap();
    assert!(claims.expires_at() > claims.issued_at());
    let record = provider.record();
    let [request] = &record.of("/authorize").collect::<Vec<_>>()[..] else { panic!("not one") };
    assert_eq!(claims.nonce(), request.query("nonce"));
    let identity = claims.identity();
    let userinfo = flow.userinfo(tokens.access_token(), &identity);
    assert_eq!(userinfo.request(http()).unwrap().subject(), "alice");
}

fn oidcc_client_test_invalid_iss<C: Party>() {
    let other = "https://other.example";
    let (provider, flow) = planned::<C>(json!({ "id_token": { "claims": { "iss": other } } }));
    let expected = provider.issuer().to_owned();
    let received = other.to_owned();
    assert_eq!(reason(log_in(&flow)), JwtErrorReason::Issuer { expected, received });
}

fn oidcc_client_test_missing_sub<C: Party>() {
    let plan = json!({ "id_token": { "without": ["sub"] } });
    assert_eq!(refused::<C>(plan), missing("sub"));
}

fn oidcc_client_test_invalid_aud<C: Party>() {
    let plan = json!({ "id_token": { "claims": { "aud": "another-client" } } });
    assert_eq!(refused::<C>(plan), JwtErrorReason::Audience);
}

fn oidcc_client_test_missing_iat<C: Party>() {
    let plan = json!({ "id_token": { "without": ["iat"] } });
    assert_eq!(refused::<C>(plan), missing("iat"));
}

fn oidcc_client_test_kid_absent_single_jwks<C: Party>() {
    for published in [json!("rsa"), json!({ "key": "rsa", "without": ["kid"] })] {
        accepted::<C>(json!({
            "jwks": { "keys": [published] }, "id_token": { "without_header": ["kid"] },
        }));
    }
}

/// Core section 10.1: the header has to name the key. The list lets a client refuse or try each.
fn oidcc_client_test_kid_absent_multiple_jwks<C: Party>() {
    let plan = json!({
        "jwks": { "keys": ["rsa-other", "rsa"] }, "id_token": { "without_header": ["kid"] },
    });
    assert_eq!(refused::<C>(plan), JwtErrorReason::UnnamedKey);
}

fn oidcc_client_test_idtoken_sig_rs256<C: Party>() {
    accepted::<C>(json!({ "id_token": { "alg": "RS256" } }));
    let (provider, _) = planned::<C>(json!({ "id_token": { "alg": "RS256" } }));
    let registered = builder::<C>(&provider).id_token_signed_response_alg(JwsAlgorithm::Rs256);
    log_in(&registered.build().unwrap()).unwrap();
}

/// The list lets a client of the code flow accept it; this one does not.
fn oidcc_client_test_idtoken_sig_none<C: Party>() {
    assert_eq!(refused::<C>(json!({ "id_token": { "alg": "none" } })), JwtErrorReason::Unsigned);
}

fn oidcc_client_test_invalid_sig_rs256<C: Party>() {
    let plan = json!({ "id_token": { "signature": "wrong" } });
    assert_eq!(refused::<C>(plan), JwtErrorReason::Signature);
}

fn oidcc_client_test_userinfo_invalid_sub<C: Party>() {
    let (_provider, flow, tokens) =
        accepted::<C>(json!({ "userinfo": { "set": { "sub": "bob" } } }));
    let identity = tokens.claims().unwrap().identity();
    let error = flow.userinfo(tokens.access_token(), &identity).request(http()).unwrap_err();
    assert!(matches!(error, UserinfoError::OtherSubject), "{error:?}");
}

fn oidcc_client_test_nonce_invalid<C: Party>() {
    let plan = json!({ "id_token": { "claims": { "nonce": "another" } } });
    assert_eq!(refused::<C>(plan), JwtErrorReason::Nonce);
}

fn oidcc_client_test_scope_userinfo_claims<C: Party>() {
    let (provider, flow, tokens) = accepted::<C>(json!({}));
    let asked = provider.record().of("/authorize").next().unwrap().query("scope").map(String::from);
    assert_eq!(asked.as_deref(), Some("openid profile email phone address"));
    let identity = tokens.claims().unwrap().identity();
    let userinfo = flow.userinfo(tokens.access_token(), &identity).request(http()).unwrap();
    assert_eq!(userinfo.name(), Some("Alice Doe"));
    assert_eq!((userinfo.given_name(), userinfo.family_name()), (Some("Alice"), Some("Doe")));
    assert_eq!(userinfo.email(), Some("alice@example.com"));
    assert!(userinfo.email_verified());
    assert_eq!(userinfo.phone_number(), Some("+49 30 1234567"));
    assert!(!userinfo.phone_number_verified());
    assert_eq!(userinfo.address("locality"), Some("Berlin"));
}

fn oidcc_client_test_client_secret_basic<C: Party>() {
    let (provider, ..) = accepted::<C>(json!({}));
    let record = provider.record();
    let [request] = &record.of("/token").collect::<Vec<_>>()[..] else { panic!("not one") };
    assert_eq!(request.auth_method.as_deref(), Some("client_secret_basic"));
    assert_eq!(request.client_id.as_deref(), Some(provider.client_id()));
    assert_eq!(request.body("client_secret"), None);
}

fn oidcc_client_test_discovery_openid_config() {
    let provider = provider();
    let metadata = ServerMetadata::fetch(provider.issuer(), http()).unwrap();
    assert_eq!(metadata.issuer(), provider.issuer());
    assert_eq!(metadata.token_endpoint(), Some(provider.endpoint("/token").as_str()));
    let record = provider.record();
    assert_eq!(record.of("/.well-known/openid-configuration").count(), 1);
    assert_eq!(record.requests.len(), 1);
}

fn oidcc_client_test_discovery_jwks_uri_keys() {
    // The keys are at an address that the metadata alone knows.
    let provider = provider();
    let elsewhere = provider.endpoint("/other-jwks");
    provider.plan(json!({
        "metadata": { "set": { "jwks_uri": elsewhere } }, "id_token": { "key": "rsa-other" },
    }));
    let tokens = log_in(&flow::<Web>(&provider)).unwrap();
    assert_eq!(tokens.claims().unwrap().subject(), "alice");
    assert_eq!((provider.record().of("/other-jwks").count(), key_requests(&provider)), (1, 0));
}

fn oidcc_client_test_discovery_issuer_mismatch() {
    let provider = provider();
    let other = "https://other.example";
    provider.plan(json!({ "metadata": { "set": { "issuer": other } } }));
    match ServerMetadata::fetch(provider.issuer(), http()) {
        Err(FetchError::Metadata(MetadataError::OtherIssuer { expected, found })) => {
            assert_eq!((expected.as_str(), found.as_str()), (provider.issuer(), other));
        }
        answer => panic!("not of another issuer, but {answer:?}"),
    }
}

fn oidcc_client_test_signing_key_rotation_just_before_signing() {
    let (provider, ..) = accepted::<Web>(json!({
        "at_token": { "jwks": { "keys": ["rsa-next"] }, "id_token": { "key": "rsa-next" } },
    }));
    assert_eq!(key_requests(&provider), 2);
}

fn oidcc_client_test_signing_key_rotation() {
    let (provider, flow, _) = accepted::<Web>(json!({}));
    provider.plan(json!({
        "jwks": { "keys": ["rsa-next"] }, "id_token": { "key": "rsa-next" },
    }));
    assert_eq!(log_in(&flow).unwrap().claims().unwrap().subject(), "alice");
    assert_eq!(key_requests(&provider), 2);
}

fn oidcc_client_test_missing_aud() {
    let plan = json!({ "id_token": { "without": ["aud"] } });
    assert_eq!(refused::<Web>(plan), missing("aud"));
}

fn oidcc_client_test_invalid_sig_hs256() {
    let (provider, _) =
        planned::<Web>(json!({ "id_token": { "alg": "HS256", "signature": "wrong" } }));
    let registered = builder::<Web>(&provider).id_token_signed_response_alg(JwsAlgorithm::Hs256);
    let flow = registered.build().unwrap();
    assert_eq!(reason(log_in(&flow)), JwtErrorReason::Signature);
    provider.plan(json!({ "id_token": { "alg": "HS256" } }));
    assert_eq!(log_in(&flow).unwrap().claims().unwrap().subject(), "alice");
}

fn oidcc_client_test_invalid_sig_es256() {
    let plan = |signature: &str| {
        json!({
            "jwks": { "keys": ["p256"] }, "id_token": { "alg": "ES256", "signature": signature },
        })
    };
    assert_eq!(refused::<Web>(plan("wrong")), JwtErrorReason::Signature);
    accepted::<Web>(plan("whole"));
}

fn oidcc_client_test_userinfo_bearer_header() {
    let (provider, flow, tokens, identity) = logged_in();
    flow.userinfo(tokens.access_token(), &identity).request(http()).unwrap();
    let record = provider.record();
    let [request] = &record.of("/userinfo").collect::<Vec<_>>()[..] else { panic!("not one") };
    let header = format!("Bearer {}", tokens.access_token().secret());
    assert_eq!(request.authorization.as_deref(), Some(header.as_str()));
    assert!(!record.is_in_a_url(tokens.access_token().secret()));
    assert_eq!(record.values("access_token"), <[&str; 0]>::default());
}

fn oidcc_client_test_userinfo_signed() {
    let (provider, _) = planned::<Web>(json!({ "userinfo": { "signed": { "alg": "RS256" } } }));
    let registered = builder::<Web>(&provider).userinfo_signed_response_alg(JwsAlgorithm::Rs256);
    let flow = registered.build().unwrap();
    let tokens = log_in(&flow).unwrap();
    let identity = tokens.claims().unwrap().identity();
    let userinfo = flow.userinfo(tokens.access_token(), &identity).request(http()).unwrap();
    assert_eq!((userinfo.subject(), userinfo.name()), ("alice", Some("Alice Doe")));
}

/// What another party claims is not taken for a claim of the provider; a client can look at it.
fn oidcc_client_test_aggregated_claims() {
    let (provider, flow, tokens, identity) = logged_in();
    let signed = provider.sign(&json!({}), &json!({ "phone_number": "+49 30 7654321" }));
    let sources = json!({ "bank": { "JWT": signed } });
    provider.plan(json!({ "userinfo": {
        "set": { "_claim_names": { "phone_number": "bank" }, "_claim_sources": sources },
        "without": ["phone_number"],
    } }));
    let userinfo = flow.userinfo(tokens.access_token(), &identity).request(http()).unwrap();
    assert_eq!(userinfo.phone_number(), None);
    assert_eq!(userinfo.get("_claim_sources"), Some(&sources));
    assert_eq!(
        userinfo.get("_claim_names").and_then(|it| it.get("phone_number")),
        Some(&json!("bank"))
    );
}

fn oidcc_client_test_form_post_error() {
    let (_provider, flow) =
        planned::<WebForm>(json!({ "authorize": { "error": "login_required" } }));
    let (url, pending) = flow.authorize().begin().unwrap();
    match flow.complete(pending, WebForm::answer(&url).as_str()) {
        Err(CompleteError::Refused(error)) => assert_eq!(error.code().as_str(), "login_required"),
        other => panic!("not refused, but {other:?}"),
    }
}
