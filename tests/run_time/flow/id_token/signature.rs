//! Who signed an ID token, and how.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth_flow::JwsAlgorithm;
use oauth_flow::flow::{Flow, JwtErrorReason};
use oauth_flow_run_time_tests::{Http, clock, only, pairs};
use serde_json::{Value, json};

use super::provider::{
    Key, Login, Portal, builder, claims, ed25519, flow, key_set, login_at, login_of, login_with,
    metadata, p256, p384, pss, reason, rsa, shared, short_rsa, tokens,
};

#[test]
fn each_algorithm_of_a_published_key_is_verified() {
    for key in [rsa(), pss(), p256(), p384(), ed25519()] {
        let keys = [key.published()];
        let tokens = login_with(&keys, |nonce| key.sign(&claims(nonce))).unwrap();
        assert_eq!(tokens.claims().unwrap().subject(), "248289761001", "{}", key.alg());
    }
    // The name of RFC 9864.
    let tokens = login_with(&[ed25519().published_without(&["alg"])], |nonce| {
        ed25519().sign_text(r#"{"alg":"Ed25519","kid":"ed25519"}"#, &claims(nonce).to_string())
    });
    assert!(tokens.unwrap().claims().is_ok());
}

#[test]
fn a_signature_of_another_key_is_refused() {
    for key in [rsa(), pss(), p256(), p384(), ed25519()] {
        let broken = |nonce: &str| {
            let token = key.sign(&claims(nonce));
            let (signed, signature) = token.rsplit_once('.').unwrap();
            let mut signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
            signature[7] ^= 1;
            format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
        };
        let login = login_with(&[key.published()], broken);
        assert_eq!(reason(login), JwtErrorReason::Signature, "{}", key.alg());
        // The claims of one token with the signature of another one.
        let swapped = |nonce: &str| {
            let other = key.sign(&claims("another nonce"));
            let token = key.sign(&claims(nonce));
            let (signed, _) = token.rsplit_once('.').unwrap();
            format!("{signed}.{}", other.rsplit_once('.').unwrap().1)
        };
        let login = login_with(&[key.published()], swapped);
        assert_eq!(reason(login), JwtErrorReason::Signature, "{}", key.alg());
    }
    for (at, signature) in [("", ""), ("short", "AAAA")] {
        let login = login_with(&[p256().published()], |nonce| {
            let token = p256().sign(&claims(nonce));
            format!("{}.{signature}", token.rsplit_once('.').unwrap().0)
        });
        assert_eq!(reason(login), JwtErrorReason::Signature, "{at}");
    }
}

#[test]
fn a_token_without_a_signature_is_refused() {
    for alg in ["none", "None", "NONE"] {
        let login = login_with(&[p256().published()], |nonce| {
            let header = format!(r#"{{"alg":"{alg}"}}"#);
            let (header, payload) =
                (URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims(nonce).to_string()));
            format!("{header}.{payload}.")
        });
        assert_eq!(reason(login), JwtErrorReason::Unsigned, "{alg}");
    }
}

#[test]
fn a_published_key_is_no_secret() {
    // Whoever knows the public key signs with it (RFC 8725 section 2.1).
    let published = rsa().published();
    let pem: &[u8] = include_bytes!("../../keys/rsa.public.pem");
    let text = published.to_string();
    for secret in [pem, text.as_bytes()] {
        let forged = |nonce: &str| {
            shared(secret).sign_text(r#"{"alg":"HS256","kid":"rsa"}"#, &claims(nonce).to_string())
        };
        let refused = JwtErrorReason::Algorithm { received: "HS256".into(), registered: None };
        assert_eq!(reason(login_with(std::slice::from_ref(&published), forged)), refused);
    }
    // A symmetric key that is published is no key at all.
    let oct = json!({"kty": "oct", "kid": "shared", "alg": "HS256", "k": "c2VjcmV0"});
    let login =
        login_with(std::slice::from_ref(&oct), |nonce| shared(b"secret").sign(&claims(nonce)));
    assert_eq!(
        reason(login),
        JwtErrorReason::Algorithm { received: "HS256".into(), registered: None }
    );
}

/// Why a token whose header has these members is refused, whether or not the key says what it is for.
#[track_caller]
fn with_header(key: &Key, header: &str) -> JwtErrorReason {
    let of = |published: Value| {
        reason(login_of(&flow(), &[published], |nonce| {
            key.sign_text(header, &claims(nonce).to_string())
        }))
    };
    let refused = of(key.published_without(&["alg"]));
    assert_eq!(of(key.published()), refused);
    refused
}

#[test]
fn the_header_alone_chooses_nothing() {
    // The key's type fixes the algorithm.
    let mismatch = |algorithm| JwtErrorReason::KeyMismatch { algorithm };
    let header = r#"{"alg":"RS256","kid":"p256"}"#;
    assert_eq!(with_header(&p256(), header), mismatch(JwsAlgorithm::Rs256));
    let header = r#"{"alg":"ES384","kid":"p256"}"#;
    assert_eq!(with_header(&p256(), header), mismatch(JwsAlgorithm::Es384));
    let header = r#"{"alg":"EdDSA","kid":"p256"}"#;
    assert_eq!(with_header(&p256(), header), mismatch(JwsAlgorithm::EdDsa));
    // So does the `alg` of the key.
    let login = login_with(&[rsa().published()], |nonce| {
        pss().sign_text(r#"{"alg":"PS256","kid":"rsa"}"#, &claims(nonce).to_string())
    });
    assert_eq!(reason(login), mismatch(JwsAlgorithm::Ps256));
    for alg in ["RS384", "RS512", "ES512", "HS512", "RSA-OAEP", "x<b>"] {
        let header = format!(r#"{{"alg":"{alg}","kid":"p256"}}"#);
        let received = alg.replace('<', "\\u{3c}").replace('>', "\\u{3e}");
        assert_eq!(
            with_header(&p256(), &header),
            JwtErrorReason::Algorithm { received, registered: None }
        );
    }
}

#[test]
fn a_key_that_the_token_brings_is_not_looked_at() {
    let header = json!({
        "alg": "ES384", "kid": "p384", "jwk": p384().published(), "jku": "https://evil.example/k",
        "x5u": "https://evil.example/c",
    });
    let token = |nonce: &str| p384().sign_text(&header.to_string(), &claims(nonce).to_string());
    let (login, http) = renewed(&[p256().published()], token);
    assert_eq!(reason(login), JwtErrorReason::UnknownKey { kid: Some("p384".into()) });
    let lines: Vec<String> = http.requests().into_iter().map(|it| it.line).collect();
    let keys = "GET https://idp.example.com/jwks";
    assert_eq!(lines, [keys, "POST https://idp.example.com/token", keys]);
}

/// A login with a provider that publishes these keys, and the same when it is asked once more.
fn renewed(keys: &[Value], id_token: impl FnOnce(&str) -> String) -> (Login, Http) {
    let flow = flow();
    let (url, pending) = flow.authorize().begin().unwrap();
    let query = pairs(url.query().unwrap());
    let http = Http::answering(200, &key_set(keys))
        .then(200, &tokens(&id_token(&only(&query, "nonce"))))
        .then(200, &key_set(keys));
    let callback = format!("code=c&state={}", only(&query, "state"));
    (flow.complete(pending, &callback).unwrap().request(&http), http)
}

#[test]
fn a_header_that_says_more_than_is_understood_is_refused() {
    for header in [
        r#"{"alg":"ES256","kid":"p256","crit":["b64"],"b64":false}"#,
        r#"{"alg":"ES256","kid":"p256","crit":[]}"#,
        r#"{"alg":"ES256","kid":"p256","crit":null}"#,
    ] {
        assert_eq!(with_header(&p256(), header), JwtErrorReason::CriticalHeader, "{header}");
    }
    for (typ, received) in [
        ("at+jwt", "at+jwt"),
        ("application/at+jwt", "at+jwt"),
        ("logout+jwt", "logout+jwt"),
        ("secevent+jwt", "secevent+jwt"),
        ("token-introspection+jwt", "token-introspection+jwt"),
        ("Logout+JWT", "logout+jwt"),
    ] {
        let header = format!(r#"{{"alg":"ES256","kid":"p256","typ":"{typ}"}}"#);
        let received = received.into();
        assert_eq!(with_header(&p256(), &header), JwtErrorReason::Type { received });
    }
}

#[test]
fn an_id_token_need_not_say_what_it_is() {
    for typ in ["", r#","typ":"JWT""#, r#","typ":"jwt""#, r#","typ":"application/jwt""#] {
        let header = format!(r#"{{"alg":"ES256","kid":"p256"{typ}}}"#);
        let login = login_with(&[p256().published()], |nonce| {
            p256().sign_text(&header, &claims(nonce).to_string())
        });
        assert!(login.unwrap().claims().is_ok(), "{typ}");
    }
}

#[test]
fn what_is_no_jws_is_refused() {
    for header in [
        "",
        "{",
        "[]",
        r#"{"kid":"p256"}"#,
        r#"{"alg":1}"#,
        r#"{"alg":null}"#,
        r#"{"alg":"ES256","kid":7}"#,
        r#"{"alg":"ES256","alg":"none"}"#,
        r#"{"alg":"ES256","\u0061lg":"none"}"#,
    ] {
        assert_eq!(with_header(&p256(), header), JwtErrorReason::NotAJws, "{header}");
    }
    for token in ["x", "a.b", "a.b.c.d", "..", "a.b.c.d.e.f", "é.p.s", "=.=.="] {
        let login = login_with(&[p256().published()], |_| token.into());
        assert_eq!(reason(login), JwtErrorReason::NotAJws, "{token}");
    }
    let login = login_with(&[p256().published()], |_| "h.k.i.c.t".into());
    assert_eq!(reason(login), JwtErrorReason::Encrypted);
    // Base64url has no padding (RFC 7515 section 2).
    let login = login_with(&[p256().published()], |nonce| p256().sign(&claims(nonce)) + "=");
    assert_eq!(reason(login), JwtErrorReason::NotAJws);
}

#[test]
fn the_registered_algorithm_is_the_only_one() {
    let flow = || builder().id_token_signed_response_alg(JwsAlgorithm::Ps256).build().unwrap();
    let keys = [pss().published_without(&["alg"])];
    assert!(login_of(&flow(), &keys, |nonce| pss().sign(&claims(nonce))).unwrap().claims().is_ok());
    let login = login_of(&flow(), &keys, |nonce| {
        rsa().sign_text(r#"{"alg":"RS256","kid":"pss"}"#, &claims(nonce).to_string())
    });
    assert_eq!(
        reason(login),
        JwtErrorReason::Algorithm {
            received: "RS256".into(),
            registered: Some(JwsAlgorithm::Ps256)
        }
    );
}

#[test]
fn a_registered_algorithm_that_is_not_supported_builds_no_flow() {
    for algorithm in [JwsAlgorithm::Rs512, JwsAlgorithm::Es512, JwsAlgorithm::Hs512] {
        let error = builder().id_token_signed_response_alg(algorithm).build().unwrap_err();
        let text = error.to_string();
        assert!(text.starts_with("`id_token_signed_response_alg` is `"), "{text}");
        assert!(builder().userinfo_signed_response_alg(algorithm).build().is_err());
    }
    let short = Flow::<Portal>::builder().server(&metadata(&json!({}))).clock(clock);
    let short = short.client_secret("a secret of thirty-one bytes...");
    let error = short.id_token_signed_response_alg(JwsAlgorithm::Hs256).build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`client_secret` is shorter than the 32 bytes that `HS256` needs"
    );
    let long = Flow::<Portal>::builder().server(&metadata(&json!({}))).clock(clock);
    let long = long.client_secret("a secret of thirty-two bytes....");
    assert!(long.id_token_signed_response_alg(JwsAlgorithm::Hs256).build().is_ok());
}

/// The outcome with these keys and a token that names `kid`.
fn with_keys(keys: &[Value], kid: Option<&str>) -> Result<(), JwtErrorReason> {
    let (login, http) = login_at(
        &flow(),
        |http| http.then(200, &key_set(keys)),
        |nonce| {
            let header = match kid {
                Some(kid) => json!({"alg": "ES256", "kid": kid}),
                None => json!({"alg": "ES256"}),
            };
            p256().sign_text(&header.to_string(), &claims(nonce).to_string())
        },
    );
    assert_eq!(http.requests().len(), 2);
    match login {
        Ok(tokens) => tokens.claims().map(|_| ()).map_err(|error| panic!("{error}")),
        Err(_) => Err(reason(login)),
    }
}

#[test]
fn the_key_is_the_one_that_the_header_names() {
    let all = [rsa().published(), p256().published(), p384().published()];
    assert_eq!(with_keys(&all, Some("p256")), Ok(()));
    // One key fits the algorithm.
    assert_eq!(with_keys(&all, None), Ok(()));
    assert_eq!(with_keys(&[p256().published_without(&["kid", "use", "alg"])], None), Ok(()));
    let mut other = p256().published();
    other["kid"] = json!("p256-older");
    let two = [p256().published(), other.clone()];
    assert_eq!(with_keys(&two, None), Err(JwtErrorReason::UnnamedKey));
    assert_eq!(with_keys(&two, Some("p256")), Ok(()));
    assert_eq!(
        with_keys(&[rsa().published()], Some("rsa")),
        Err(JwtErrorReason::KeyMismatch { algorithm: JwsAlgorithm::Es256 })
    );
    // Several keys of one name are tried, if they are few.
    let many: Vec<Value> = vec![p256().published(); 4];
    assert_eq!(with_keys(&many, Some("p256")), Ok(()));
    let many: Vec<Value> = vec![p256().published(); 5];
    assert_eq!(with_keys(&many, Some("p256")), Err(JwtErrorReason::UnnamedKey));
    // Two keys of one name: the one that fits is taken.
    let mut same = p384().published();
    same["kid"] = json!("p256");
    assert_eq!(with_keys(&[same, p256().published()], Some("p256")), Ok(()));
}

#[test]
fn a_key_of_another_use_is_left_out() {
    let changed = |member: &str, value: Value| {
        let mut key = p256().published();
        key[member] = value;
        key
    };
    for key in [
        changed("use", json!("enc")),
        changed("use", json!(1)),
        changed("key_ops", json!(["sign"])),
        changed("key_ops", json!([])),
        changed("kty", json!("RSA")),
        changed("kty", json!("oct")),
        changed("kty", json!(null)),
        changed("crv", json!("P-384")),
        changed("crv", json!("secp256k1")),
        changed("x", json!("AAAA")),
        changed("y", json!("*")),
        json!("p256"),
        json!({}),
    ] {
        // Beside it another one that is right, so that a renewal does not hide the outcome.
        let (login, http) = login_at(
            &flow(),
            |http| http.then(200, &key_set(&[key.clone(), rsa().published()])),
            |nonce| rsa().sign(&claims(nonce)),
        );
        assert!(login.unwrap().claims().is_ok(), "{key}");
        assert_eq!(http.requests().len(), 2);
        let (login, _) = renewed(std::slice::from_ref(&key), |nonce| p256().sign(&claims(nonce)));
        let unknown = JwtErrorReason::UnknownKey { kid: Some("p256".into()) };
        assert_eq!(reason(login), unknown, "{key}");
    }
    for key in [changed("key_ops", json!(["verify"])), changed("x5c", json!(["AAAA"]))] {
        assert_eq!(with_keys(&[key], Some("p256")), Ok(()));
    }
    for algorithm in ["ES384", "EdDSA", "Ed25519", "RSA-OAEP", ""] {
        assert_eq!(
            with_keys(&[changed("alg", json!(algorithm))], Some("p256")),
            Err(JwtErrorReason::KeyMismatch { algorithm: JwsAlgorithm::Es256 })
        );
    }
}

#[test]
fn a_key_that_is_too_short_or_too_long_is_refused() {
    let keys = [short_rsa().published()];
    let login = login_with(&keys, |nonce| short_rsa().sign(&claims(nonce)));
    assert_eq!(reason(login), JwtErrorReason::KeyLength { bits: 1024 });
    // The longest that is verified is 4096 bits.
    let with_modulus = |modulus: Vec<u8>| {
        let mut key = rsa().published();
        key["n"] = json!(URL_SAFE_NO_PAD.encode(modulus));
        reason(login_with(&[key], |nonce| rsa().sign(&claims(nonce))))
    };
    assert_eq!(with_modulus(vec![0xff; 513]), JwtErrorReason::KeyLength { bits: 4104 });
    assert_eq!(with_modulus(vec![0xff; 512]), JwtErrorReason::Signature);
    assert_eq!(with_modulus(vec![0xff; 256]), JwtErrorReason::Signature);
    // What counts is the number, and not how many bytes it is written in.
    assert_eq!(with_modulus(vec![0x7f; 256]), JwtErrorReason::KeyLength { bits: 2047 });
    let padded: Vec<u8> = [0; 9].into_iter().chain(vec![0xff; 255]).collect();
    assert_eq!(with_modulus(padded), JwtErrorReason::KeyLength { bits: 2040 });
}

#[test]
fn a_short_key_does_not_hide_one_of_the_same_name() {
    let mut short = short_rsa().published();
    short["kid"] = json!("rsa");
    for keys in [[short.clone(), rsa().published()], [rsa().published(), short]] {
        assert!(login_with(&keys, |nonce| rsa().sign(&claims(nonce))).unwrap().claims().is_ok());
    }
}
