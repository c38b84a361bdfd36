//! Which of the keys that a server publishes verify (RFC 7517), and what is no set of keys.

use oauth_flow::flow::{AnswerError, ExchangeError, JwtErrorReason, KeysError, SafeHttpError};
use oauth_flow_e2e_tests::tests;
use serde_json::json;

use crate::keys::no_keys;
use crate::party::{Web, accepted, log_in, planned, refused};

tests! {
    a_key_that_is_not_for_signatures_is_not_used
    several_keys_of_one_name_are_tried
    without_a_name_the_type_of_the_key_decides
    a_short_key_is_not_trusted
    a_key_that_is_broken_spoils_no_other
    what_is_no_set_of_keys_is_named
    as_many_keys_as_a_server_has_are_read_and_no_more
}

fn a_key_that_is_not_for_signatures_is_not_used() {
    for set in [
        json!({ "use": "enc" }),
        json!({ "use": "other" }),
        json!({ "use": 1 }),
        json!({ "key_ops": ["sign"] }),
        json!({ "key_ops": [] }),
        json!({ "key_ops": "verify" }),
        json!({ "kty": "oct" }),
    ] {
        let plan = json!({ "jwks": { "keys": [{ "key": "rsa", "set": set }] } });
        let kid = Some("rsa".to_owned());
        assert_eq!(refused::<Web>(plan), JwtErrorReason::UnknownKey { kid }, "{set}");
    }
    for key in [
        json!({ "key": "rsa", "without": ["use"] }),
        json!({ "key": "rsa", "set": { "key_ops": ["verify"] } }),
    ] {
        accepted::<Web>(json!({ "jwks": { "keys": [key] } }));
    }
}

fn several_keys_of_one_name_are_tried() {
    let other = json!({ "key": "rsa-other", "set": { "kid": "rsa" } });
    for keys in [json!([other, "rsa"]), json!(["rsa", other])] {
        accepted::<Web>(json!({ "jwks": { "keys": keys } }));
    }
    let another_type = json!({ "key": "p256", "set": { "kid": "rsa" } });
    accepted::<Web>(json!({ "jwks": { "keys": [another_type, "rsa"] } }));
    assert_eq!(refused::<Web>(json!({ "jwks": { "keys": [other] } })), JwtErrorReason::Signature);
}

fn without_a_name_the_type_of_the_key_decides() {
    let keys = json!({ "keys": ["p256", "rsa", "p384", "ed25519"] });
    for alg in ["RS256", "ES256", "ES384", "EdDSA"] {
        let id_token = json!({ "alg": alg, "without_header": ["kid"] });
        accepted::<Web>(json!({ "jwks": keys, "id_token": id_token }));
    }
    let id_token = json!({ "without_header": ["kid"] });
    assert_eq!(
        refused::<Web>(json!({ "jwks": { "keys": ["p256"] }, "id_token": id_token })),
        JwtErrorReason::UnknownKey { kid: None }
    );
    // One that encrypts is not among them.
    let other = json!({ "key": "rsa-other", "set": { "use": "enc" } });
    accepted::<Web>(json!({ "jwks": { "keys": [other, "rsa"] }, "id_token": id_token }));
}

/// RFC 7518 section 3.3.
fn a_short_key_is_not_trusted() {
    let plan = json!({ "jwks": { "keys": ["rsa1024"] }, "id_token": { "key": "rsa1024" } });
    assert_eq!(refused::<Web>(plan), JwtErrorReason::ShortKey);
}

fn a_key_that_is_broken_spoils_no_other() {
    for broken in [
        json!({ "set": { "kty": "EC", "crv": "P-256", "kid": "broken", "x": "AA", "y": "AA" } }),
        json!({ "set": { "kty": "RSA", "kid": "broken" } }),
        json!({ "set": { "kty": "RSA", "kid": "broken", "n": "", "e": "" } }),
        json!({ "set": { "kty": "RSA", "kid": "broken", "n": "????", "e": "AQAB" } }),
        json!({ "set": { "kty": "AKP", "kid": "broken", "alg": "ML-DSA-44", "pub": "AAAA" } }),
        json!({ "set": { "kid": "broken" } }),
        json!({ "key": "x25519" }),
    ] {
        accepted::<Web>(json!({ "jwks": { "keys": [broken, "rsa"] } }));
    }
    for body in ["null", "7", "\"rsa\"", "[]"] {
        let honest = json!({ "jwks": { "keys": [{ "key": "rsa" }] } });
        let (provider, flow) = planned::<Web>(honest);
        let url = provider.endpoint("/jwks");
        let text = http_get(&url).replacen('[', &format!("[{body},"), 1);
        provider.plan(json!({ "jwks": { "body": text } }));
        log_in(&flow).unwrap();
    }
}

fn http_get(url: &str) -> String {
    ureq::get(url).call().unwrap().body_mut().read_to_string().unwrap()
}

fn what_is_no_set_of_keys_is_named() {
    let page = json!({
        "body": "<html>Welcome</html>", "headers": { "content-type": "text/html" },
    });
    let error = no_keys(page);
    assert!(
        matches!(error, KeysError::Exchange(ExchangeError::Answer(AnswerError::NotJson { .. }))),
        "{error:?}"
    );
    for body in ["{}", "{\"keys\":null}", "{\"keys\":{}}", "{\"keys\":\"rsa\"}"] {
        match no_keys(json!({ "body": body })) {
            KeysError::Exchange(ExchangeError::Answer(AnswerError::Member(wrong))) => {
                assert_eq!(wrong.member(), "keys", "{body}");
            }
            other => panic!("not a member, but {other:?}"),
        }
    }
    for body in ["", "[]", "null", "{\"keys\":[],\"keys\":[]}", "{\"keys\":["] {
        let error = no_keys(json!({ "body": body }));
        assert!(
            matches!(error, KeysError::Exchange(ExchangeError::Answer(_))),
            "{body}: {error:?}"
        );
    }
    // A set without a key is one.
    let kid = Some("rsa".to_owned());
    let plan = json!({ "jwks": { "body": "{\"keys\":[]}" } });
    assert_eq!(refused::<Web>(plan), JwtErrorReason::UnknownKey { kid });
}

fn as_many_keys_as_a_server_has_are_read_and_no_more() {
    accepted::<Web>(json!({ "jwks": { "more": 99 } }));
    let error = no_keys(json!({ "more": 100 }));
    assert!(matches!(error, KeysError::TooMany), "{error:?}");
    let error = no_keys(json!({ "more": 5000 }));
    assert!(matches!(error, KeysError::TooMany), "{error:?}");
    let error = no_keys(json!({ "more": 10_000 }));
    assert!(
        matches!(
            error,
            KeysError::Exchange(ExchangeError::Http(SafeHttpError::BodyTooLarge { .. }))
        ),
        "{error:?}"
    );
}
