//! Who signed an ID token, and how: an algorithm that a header chooses, a key of somebody else, and what is
//! no signed token at all.

use oauth_flow::JwsAlgorithm;
use oauth_flow::flow::{
    ExchangeError, JwtErrorReason, RequestError, SafeHttpError, UnusableReason,
};
use oauth_flow_e2e_tests::tests;
use serde_json::{Value, json};

use crate::party::{
    Web, accepted, builder, key_requests, log_in, planned, reason, refused, refused_token,
};

tests! {
    each_algorithm_verifies_with_a_key_of_its_type
    no_spelling_of_none_is_an_algorithm
    none_with_a_signature_is_refused
    a_token_without_its_signature_is_refused
    a_public_key_is_no_secret
    a_public_key_is_not_the_secret_of_the_client
    the_secret_of_the_client_signs_only_where_it_is_registered
    only_the_registered_algorithm_is_taken
    an_algorithm_that_is_not_verified_is_named
    a_header_without_an_algorithm_is_refused
    a_member_of_the_header_that_is_there_twice_has_no_value
    a_signature_of_another_key_with_the_same_name_is_wrong
    a_key_of_another_curve_is_not_one_for_the_algorithm
    a_key_that_says_its_algorithm_is_for_no_other
    a_key_on_an_unknown_curve_is_not_used
    signatures_that_a_careless_library_takes_are_wrong
    a_key_in_the_header_is_not_used
    an_address_of_keys_in_the_header_is_not_fetched
    a_critical_extension_is_not_understood
    the_type_of_another_token_is_refused
    an_encrypted_token_says_so
    a_text_that_has_not_three_parts_is_refused
    a_payload_that_is_no_object_has_no_claims
    a_claim_in_many_layers_is_read_without_harm
    a_long_token_is_read_and_an_endless_one_is_not
}

fn algorithm(received: &str) -> JwtErrorReason {
    JwtErrorReason::Algorithm { received: received.to_owned(), registered: None }
}

fn unknown_key(kid: &str) -> JwtErrorReason {
    JwtErrorReason::UnknownKey { kid: Some(kid.to_owned()) }
}

fn each_algorithm_verifies_with_a_key_of_its_type() {
    let keys = ["rsa", "p256", "p384", "ed25519"];
    for alg in ["RS256", "PS256", "ES256", "ES384", "EdDSA"] {
        accepted::<Web>(json!({ "jwks": { "keys": keys }, "id_token": { "alg": alg } }));
    }
    // The name of RFC 9864 section 2.2.
    accepted::<Web>(json!({
        "jwks": { "keys": keys }, "id_token": { "alg": "EdDSA", "header": { "alg": "Ed25519" } },
    }));
}

fn no_spelling_of_none_is_an_algorithm() {
    for alg in ["none", "None", "NONE", "nOnE"] {
        let token = json!({ "alg": "none", "header": { "alg": alg } });
        assert_eq!(refused_token(token), JwtErrorReason::Unsigned, "{alg}");
    }
    for alg in ["", " none", "none ", "null"] {
        let token = json!({ "alg": "none", "header": { "alg": alg } });
        assert_eq!(refused_token(token), algorithm(alg), "{alg}");
    }
}

fn none_with_a_signature_is_refused() {
    let token = json!({ "header": { "alg": "none" } });
    assert_eq!(refused_token(token), JwtErrorReason::Unsigned);
}

fn a_token_without_its_signature_is_refused() {
    assert_eq!(refused_token(json!({ "signature": "empty" })), JwtErrorReason::Signature);
    let two = refused_token(json!({ "signature": "empty", "form": "two parts" }));
    assert_eq!(two, JwtErrorReason::NotAJws);
}

/// RFC 8725 section 2.1.
fn a_public_key_is_no_secret() {
    for form in ["pem", "der", "jwk", "modulus"] {
        for header in [json!({}), json!({ "kid": "rsa" })] {
            let token = json!({ "alg": "HS256", "hmac": form, "header": header });
            assert_eq!(refused_token(token), algorithm("HS256"), "{form}");
        }
    }
    // A symmetric key that somebody publishes is no secret either.
    let published = json!({ "set": { "kty": "oct", "kid": "oct", "alg": "HS256", "k": "AAAA" } });
    for header in [json!({}), json!({ "kid": "oct" })] {
        assert_eq!(
            refused::<Web>(json!({
                "jwks": { "keys": [published] }, "id_token": { "alg": "HS256", "header": header },
            })),
            algorithm("HS256")
        );
    }
}

fn a_public_key_is_not_the_secret_of_the_client() {
    for form in ["pem", "der", "jwk", "modulus"] {
        let token = json!({ "alg": "HS256", "hmac": form, "header": { "kid": "rsa" } });
        let (provider, _) = planned::<Web>(json!({ "id_token": token }));
        let flow = builder::<Web>(&provider)
            .id_token_signed_response_alg(JwsAlgorithm::Hs256)
            .build()
            .unwrap();
        assert_eq!(reason(log_in(&flow)), JwtErrorReason::Signature, "{form}");
    }
}

fn the_secret_of_the_client_signs_only_where_it_is_registered() {
    let (provider, flow) = planned::<Web>(json!({ "id_token": { "alg": "HS256" } }));
    assert_eq!(reason(log_in(&flow)), algorithm("HS256"));
    let flow = builder::<Web>(&provider)
        .id_token_signed_response_alg(JwsAlgorithm::Hs256)
        .build()
        .unwrap();
    assert_eq!(log_in(&flow).unwrap().claims().unwrap().subject(), "alice");
    for (alg, received) in [("RS256", "RS256"), ("HS384", "HS384"), ("HS512", "HS512")] {
        provider.plan(json!({ "id_token": { "alg": alg } }));
        let registered = Some(JwsAlgorithm::Hs256);
        let expected = JwtErrorReason::Algorithm { received: received.to_owned(), registered };
        assert_eq!(reason(log_in(&flow)), expected);
    }
    provider.plan(json!({ "id_token": { "alg": "none" } }));
    assert_eq!(reason(log_in(&flow)), JwtErrorReason::Unsigned);
}

fn only_the_registered_algorithm_is_taken() {
    let (provider, _) = planned::<Web>(json!({ "jwks": { "keys": ["rsa", "p256"] } }));
    let flow = builder::<Web>(&provider)
        .id_token_signed_response_alg(JwsAlgorithm::Rs256)
        .build()
        .unwrap();
    assert_eq!(log_in(&flow).unwrap().claims().unwrap().subject(), "alice");
    for alg in ["PS256", "ES256"] {
        provider.plan(json!({ "jwks": { "keys": ["rsa", "p256"] }, "id_token": { "alg": alg } }));
        let registered = Some(JwsAlgorithm::Rs256);
        let expected = JwtErrorReason::Algorithm { received: alg.to_owned(), registered };
        assert_eq!(reason(log_in(&flow)), expected);
    }
}

fn an_algorithm_that_is_not_verified_is_named() {
    for alg in ["RS384", "RS512", "PS384", "PS512", "ES512", "HS384", "HS512"] {
        let plan = json!({ "jwks": { "keys": ["rsa", "p521"] }, "id_token": { "alg": alg } });
        assert_eq!(refused::<Web>(plan), algorithm(alg));
    }
    // SHA-1, the name of another case, and an algorithm of encryption.
    for alg in ["RS1", "rs256", "RSA-OAEP", "dir", "ES256K"] {
        assert_eq!(refused_token(json!({ "header": { "alg": alg } })), algorithm(alg));
    }
}

fn a_header_without_an_algorithm_is_refused() {
    for token in [
        json!({ "without_header": ["alg"] }),
        json!({ "header": { "alg": null } }),
        json!({ "header": { "alg": 256 } }),
        json!({ "header": { "alg": ["RS256"] } }),
        json!({ "header": { "kid": 1 } }),
    ] {
        assert_eq!(refused_token(token.clone()), JwtErrorReason::NotAJws, "{token}");
    }
}

fn a_member_of_the_header_that_is_there_twice_has_no_value() {
    for header in
        [json!({ "alg": "none" }), json!({ "kid": "another" }), json!({ "typ": "at+jwt" })]
    {
        let reason = refused_token(json!({ "before_header": header }));
        assert_eq!(reason, JwtErrorReason::NotAJws, "{header}");
    }
}

fn a_signature_of_another_key_with_the_same_name_is_wrong() {
    let token = json!({ "key": "rsa-other", "header": { "kid": "rsa" } });
    assert_eq!(refused_token(token), JwtErrorReason::Signature);
}

fn a_key_of_another_curve_is_not_one_for_the_algorithm() {
    let mismatch = |algorithm| JwtErrorReason::KeyMismatch { algorithm };
    for (alg, key, expected) in [
        ("ES256", "p384", mismatch(JwsAlgorithm::Es256)),
        ("ES384", "p256", mismatch(JwsAlgorithm::Es384)),
    ] {
        let token = json!({ "alg": alg, "key": key });
        assert_eq!(
            refused::<Web>(json!({ "jwks": { "keys": [key] }, "id_token": token })),
            expected
        );
    }
    // A header that names the algorithm of another family than that of its key.
    for (alg, expected) in
        [("ES256", mismatch(JwsAlgorithm::Es256)), ("EdDSA", mismatch(JwsAlgorithm::EdDsa))]
    {
        assert_eq!(refused_token(json!({ "header": { "alg": alg } })), expected);
    }
    // One family, another padding.
    assert_eq!(refused_token(json!({ "header": { "alg": "PS256" } })), JwtErrorReason::Signature);
}

fn a_key_that_says_its_algorithm_is_for_no_other() {
    let keys = |alg: &str| json!({ "keys": [{ "key": "rsa", "set": { "alg": alg } }] });
    accepted::<Web>(json!({ "jwks": keys("RS256") }));
    for (published, signed, expected) in [
        ("RS256", "PS256", JwsAlgorithm::Ps256),
        ("PS256", "RS256", JwsAlgorithm::Rs256),
        ("RSA-OAEP", "RS256", JwsAlgorithm::Rs256),
        ("HS256", "RS256", JwsAlgorithm::Rs256),
        ("none", "RS256", JwsAlgorithm::Rs256),
    ] {
        let plan = json!({ "jwks": keys(published), "id_token": { "alg": signed } });
        assert_eq!(refused::<Web>(plan), JwtErrorReason::KeyMismatch { algorithm: expected });
    }
}

fn a_key_on_an_unknown_curve_is_not_used() {
    for key in ["secp256k1", "p521"] {
        let plan = json!({
            "jwks": { "keys": [key] }, "id_token": { "alg": "ES256", "key": key },
        });
        assert_eq!(refused::<Web>(plan), unknown_key(key));
    }
}

fn signatures_that_a_careless_library_takes_are_wrong() {
    for alg in ["RS256", "PS256", "ES256", "ES384", "EdDSA"] {
        for signature in ["empty", "short", "zeros", "wrong"] {
            let reason = refused::<Web>(json!({
                "jwks": { "keys": ["rsa", "p256", "p384", "ed25519"] },
                "id_token": { "alg": alg, "signature": signature },
            }));
            assert_eq!(reason, JwtErrorReason::Signature, "{alg}, {signature}");
        }
    }
}

/// RFC 7515 section 4.1.3: whoever signs can put a key there.
fn a_key_in_the_header_is_not_used() {
    let token = json!({ "key": "rsa-other", "header_key": "rsa-other" });
    assert_eq!(refused_token(token), unknown_key("rsa-other"));
    let token =
        json!({ "key": "rsa-other", "header_key": "rsa-other", "header": { "kid": "rsa" } });
    assert_eq!(refused_token(token), JwtErrorReason::Signature);
    let token = json!({ "key": "rsa-other", "header_key": "rsa-other", "without_header": ["kid"] });
    assert_eq!(refused_token(token), JwtErrorReason::Signature);
    // Nor does it spoil a token that the server signed.
    accepted::<Web>(json!({ "id_token": { "header_key": "rsa-other" } }));
}

fn an_address_of_keys_in_the_header_is_not_fetched() {
    for member in ["jku", "x5u"] {
        let (provider, flow) = planned::<Web>(json!({}));
        let elsewhere = provider.endpoint("/other-jwks");
        let header = json!({ member: elsewhere, "x5c": ["MIIB"], "x5t": "AAAA" });
        provider.plan(json!({ "id_token": { "key": "rsa-other", "header": header } }));
        assert_eq!(reason(log_in(&flow)), unknown_key("rsa-other"), "{member}");
        assert_eq!(provider.record().of("/other-jwks").count(), 0, "{member}");
        assert_eq!(key_requests(&provider), 2, "{member}");
    }
}

/// RFC 7515 section 4.1.11.
fn a_critical_extension_is_not_understood() {
    for header in [
        json!({ "crit": ["exp"], "exp": 1 }),
        json!({ "crit": ["b64"], "b64": false }),
        json!({ "crit": ["https://example.com/own"] }),
        json!({ "crit": [] }),
        json!({ "crit": "exp" }),
    ] {
        let reason = refused_token(json!({ "header": header }));
        assert_eq!(reason, JwtErrorReason::CriticalHeader, "{header}");
    }
}

/// RFC 8725 section 3.11.
fn the_type_of_another_token_is_refused() {
    for typ in ["at+jwt", "application/at+jwt", "AT+JWT", "logout+jwt"] {
        let reason = refused_token(json!({ "header": { "typ": typ } }));
        assert!(matches!(reason, JwtErrorReason::Type { .. }), "{typ}: {reason:?}");
    }
    for token in [
        json!({ "header": { "typ": "JWT" } }),
        json!({ "header": { "typ": "jwt" } }),
        json!({ "header": { "typ": "application/jwt" } }),
        json!({ "without_header": ["typ"] }),
    ] {
        accepted::<Web>(json!({ "id_token": token }));
    }
}

fn an_encrypted_token_says_so() {
    assert_eq!(refused_token(json!({ "encrypted": true })), JwtErrorReason::Encrypted);
}

fn a_text_that_has_not_three_parts_is_refused() {
    for form in ["padded", "two parts", "four parts", "spaced", "json"] {
        let reason = refused_token(json!({ "form": form }));
        assert_eq!(reason, JwtErrorReason::NotAJws, "{form}");
    }
    for text in ["garbage", "..", ".", "a.b.c", "e30.e30.", "e30..", "eyJhbGciOiJSUzI1NiJ9.e30.💥"]
    {
        let reason = refused_token(json!({ "text": text }));
        assert_eq!(reason, JwtErrorReason::NotAJws, "{text}");
    }
    let (_provider, flow) = planned::<Web>(json!({ "id_token": { "text": "" } }));
    match log_in(&flow) {
        Err(RequestError::Unusable(error)) => {
            assert_eq!(error.reason(), &UnusableReason::MissingIdToken);
        }
        other => panic!("not missed, but {other:?}"),
    }
}

fn a_payload_that_is_no_object_has_no_claims() {
    for payload in ["[]", "null", "\"alice\"", "", "{", "{}{}", "{'sub':'alice'}"] {
        let reason = refused_token(json!({ "payload": payload }));
        assert_eq!(reason, JwtErrorReason::NotAnObject, "{payload}");
    }
    // A claim that is there twice has two values.
    for (claim, other) in [
        ("iss", json!("https://other.example")),
        ("sub", json!("bob")),
        ("aud", json!("another-client")),
        ("nonce", json!("another")),
        ("exp", json!(0)),
        ("groups", json!(["admin"])),
    ] {
        let member = |value: &Value| json!({ claim: value });
        for token in [
            json!({ "before": member(&other), "claims": { "groups": [] } }),
            json!({ "after": member(&other), "claims": { "groups": [] } }),
        ] {
            assert_eq!(refused_token(token), JwtErrorReason::NotAnObject, "{claim}");
        }
    }
}

/// A reader that calls itself for each layer would have no stack left.
fn a_claim_in_many_layers_is_read_without_harm() {
    let (_provider, flow) = planned::<Web>(json!({ "id_token": { "layers": 100_000 } }));
    match log_in(&flow) {
        Ok(tokens) => assert_eq!(tokens.claims().unwrap().subject(), "alice"),
        answer @ Err(_) => assert_eq!(reason(answer), JwtErrorReason::NotAnObject),
    }
}

fn a_long_token_is_read_and_an_endless_one_is_not() {
    let (.., tokens) = accepted::<Web>(json!({ "id_token": { "filler": 500_000 } }));
    assert!(tokens.id_token().unwrap().len() > 500_000);
    let (_provider, flow) = planned::<Web>(json!({ "id_token": { "filler": 2_000_000 } }));
    let answer = log_in(&flow);
    assert!(
        matches!(
            answer,
            Err(RequestError::Exchange(ExchangeError::Http(SafeHttpError::BodyTooLarge { .. })))
        ),
        "{answer:?}"
    );
}
