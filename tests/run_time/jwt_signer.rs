//! `JwtSigner`: what it signs verifies with the public key, and what it cannot sign with is
//! refused when it is made.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::crypto::rust_crypto::DEFAULT_PROVIDER;
use jsonwebtoken::{Algorithm, DecodingKey};
use oauth_flow::flow::{AssertionClaims, JwtKeyError, JwtSigner, Signer};
use oauth_flow::{JwsAlgorithm, Word};
use oauth2::ClientSecret;
use serde_json::{Value, json};

const CLAIMS: AssertionClaims<'static> = AssertionClaims {
    iss: "billing",
    sub: "billing",
    aud: "https://idp.example.com",
    jti: "0b4e",
    iat: 1_700_000_000,
    exp: 1_700_000_060,
};

macro_rules! key {
    ($file:literal) => {
        include_bytes!(concat!("keys/", $file))
    };
}

/// Splits a JWT into its header, its claims, and whether its signature is that of the key.
fn decode(jwt: &str, algorithm: Algorithm, key: &DecodingKey) -> (Value, Value, bool) {
    let [header, claims, _] = jwt.split('.').collect::<Vec<_>>()[..] else {
        panic!("not three parts: {jwt}");
    };
    let json = |part| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    (json(header), json(claims), is_signed(jwt, algorithm, key))
}

/// Whether the signature is that of the key.
fn is_signed(jwt: &str, algorithm: Algorithm, key: &DecodingKey) -> bool {
    let (signed, signature) = jwt.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let verifier = (DEFAULT_PROVIDER.verifier_factory)(&algorithm, key).unwrap();
    verifier.verify(signed.as_bytes(), &signature).is_ok()
}

#[test]
fn each_algorithm_of_a_key_pair_verifies_with_the_public_key() {
    let rsa = || DecodingKey::from_rsa_pem(key!("rsa.public.pem")).unwrap();
    let p256 = || DecodingKey::from_ec_pem(key!("p256.public.pem")).unwrap();
    let p384 = || DecodingKey::from_ec_pem(key!("p384.public.pem")).unwrap();
    let ed = || DecodingKey::from_ed_pem(key!("ed25519.public.pem")).unwrap();
    let cases: [(JwsAlgorithm, &[u8], Algorithm, DecodingKey); 11] = [
        (JwsAlgorithm::Rs256, key!("rsa.pem"), Algorithm::RS256, rsa()),
        (JwsAlgorithm::Rs384, key!("rsa.pem"), Algorithm::RS384, rsa()),
        (JwsAlgorithm::Rs512, key!("rsa.pem"), Algorithm::RS512, rsa()),
        (JwsAlgorithm::Ps256, key!("rsa.pem"), Algorithm::PS256, rsa()),
        (JwsAlgorithm::Ps384, key!("rsa.pem"), Algorithm::PS384, rsa()),
        (JwsAlgorithm::Ps512, key!("rsa.pem"), Algorithm::PS512, rsa()),
        (JwsAlgorithm::Ps256, key!("rsa.pkcs1.pem"), Algorithm::PS256, rsa()),
        (JwsAlgorithm::Es256, key!("p256.pem"), Algorithm::ES256, p256()),
        (JwsAlgorithm::Es384, key!("p384.pem"), Algorithm::ES384, p384()),
        (JwsAlgorithm::EdDsa, key!("ed25519.pem"), Algorithm::EdDSA, ed()),
        (JwsAlgorithm::Ed25519, key!("ed25519.pem"), Algorithm::EdDSA, ed()),
    ];
    for (name, private, algorithm, public) in cases {
        let signer = JwtSigner::from_pem(name, private).unwrap().with_kid("2026-01");
        let jwt = signer.sign(&CLAIMS).unwrap();
        let (header, claims, verified) = decode(&jwt, algorithm, &public);
        assert_eq!(
            header,
            json!({ "alg": name.word(), "typ": "client-authentication+jwt", "kid": "2026-01" })
        );
        assert_eq!(
            claims,
            json!({
                "iss": "billing",
                "sub": "billing",
                "aud": "https://idp.example.com",
                "jti": "0b4e",
                "iat": 1_700_000_000,
                "exp": 1_700_000_060
            })
        );
        assert!(verified, "{name:?}");
        let mut other = jwt.clone();
        other.insert(jwt.rfind('.').unwrap(), 'A');
        assert!(!is_signed(&other, algorithm, &public), "{name:?}");
    }
}

#[test]
fn the_der_of_pkcs8_is_the_same_key() {
    let text = std::str::from_utf8(key!("p256.pem")).unwrap();
    let body: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    let der = base64::engine::general_purpose::STANDARD.decode(body).unwrap();
    let jwt = JwtSigner::from_pkcs8_der(JwsAlgorithm::Es256, &der).unwrap().sign(&CLAIMS).unwrap();
    let public = DecodingKey::from_ec_pem(key!("p256.public.pem")).unwrap();
    let (header, _, verified) = decode(&jwt, Algorithm::ES256, &public);
    assert_eq!(header, json!({ "alg": "ES256", "typ": "client-authentication+jwt" }));
    assert!(verified);
}

#[test]
fn a_client_secret_signs_with_its_bytes() {
    for (name, algorithm, length) in [
        (JwsAlgorithm::Hs256, Algorithm::HS256, 32),
        (JwsAlgorithm::Hs384, Algorithm::HS384, 48),
        (JwsAlgorithm::Hs512, Algorithm::HS512, 64),
    ] {
        let secret = "s".repeat(length);
        let signer = JwtSigner::from_client_secret(name, &ClientSecret::new(secret.clone()));
        let jwt = signer.unwrap().sign(&CLAIMS).unwrap();
        let key = DecodingKey::from_secret(secret.as_bytes());
        let (header, _, verified) = decode(&jwt, algorithm, &key);
        assert_eq!(header, json!({ "alg": name.word(), "typ": "client-authentication+jwt" }));
        assert!(verified, "{name:?}");

        let short = ClientSecret::new("s".repeat(length - 1));
        assert_eq!(
            JwtSigner::from_client_secret(name, &short).unwrap_err(),
            JwtKeyError::ShortSecret { algorithm: name, least: length }
        );
    }
}

#[test]
fn a_key_that_does_not_fit_its_algorithm_is_refused() {
    let cases: [(JwsAlgorithm, &[u8]); 9] = [
        (JwsAlgorithm::Es256, key!("p384.pem")),
        (JwsAlgorithm::Es384, key!("p256.pem")),
        (JwsAlgorithm::Es256, key!("p256.sec1.pem")),
        (JwsAlgorithm::Es256, key!("p256.public.pem")),
        (JwsAlgorithm::Es256, key!("ed25519.pem")),
        (JwsAlgorithm::EdDsa, key!("rsa.pem")),
        (JwsAlgorithm::Ps256, key!("p256.pem")),
        (JwsAlgorithm::Ps256, key!("rsa.public.pem")),
        (JwsAlgorithm::Rs256, b"not a key"),
    ];
    for (name, key) in cases {
        let error = JwtSigner::from_pem(name, key).unwrap_err();
        assert_eq!(error, JwtKeyError::NoPrivateKey(name));
    }
    let short = JwtSigner::from_pem(JwsAlgorithm::Rs256, key!("rsa_1024.pem")).unwrap_err();
    assert_eq!(short, JwtKeyError::ShortRsaKey { bits: 1024 });
}

#[test]
fn an_algorithm_of_the_other_kind_is_refused() {
    for algorithm in [JwsAlgorithm::Hs256, JwsAlgorithm::Hs384, JwsAlgorithm::Hs512] {
        assert_eq!(
            JwtSigner::from_pem(algorithm, key!("p256.pem")).unwrap_err(),
            JwtKeyError::SharedSecretAlgorithm(algorithm)
        );
    }
    let secret = ClientSecret::new("s".repeat(64));
    assert_eq!(
        JwtSigner::from_client_secret(JwsAlgorithm::Es256, &secret).unwrap_err(),
        JwtKeyError::KeyPairAlgorithm(JwsAlgorithm::Es256)
    );
    assert_eq!(
        JwtSigner::from_pem(JwsAlgorithm::Es512, key!("p256.pem")).unwrap_err(),
        JwtKeyError::Unsupported(JwsAlgorithm::Es512)
    );
}

#[test]
fn neither_debug_nor_an_error_shows_the_key() {
    let secret = ClientSecret::new("s3cret".repeat(6));
    let signer = JwtSigner::from_client_secret(JwsAlgorithm::Hs256, &secret).unwrap();
    assert_eq!(format!("{signer:?}"), "JwtSigner { algorithm: Hs256, kid: None, .. }");
    let error = JwtSigner::from_pem(JwsAlgorithm::Rs256, b"-----BEGIN PRIVATE KEY-----\ns3cret");
    let error = error.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("s3cret"));
}

#[test]
fn the_header_says_what_the_server_asks_for() {
    let signer = || JwtSigner::from_pem(JwsAlgorithm::Es256, key!("p256.pem")).unwrap();
    let header = |signer: JwtSigner| -> Value {
        let jwt = signer.sign(&CLAIMS).unwrap();
        let header = URL_SAFE_NO_PAD.decode(jwt.split('.').next().unwrap()).unwrap();
        serde_json::from_slice(&header).unwrap()
    };
    assert_eq!(header(signer().with_typ("JWT")), json!({ "alg": "ES256", "typ": "JWT" }));
    let certificate = include_str!("keys/self_signed.pem");
    // openssl x509 -outform DER | openssl dgst -sha256 -binary | base64
    let thumbprint = "dcxx8BknLNB6CSGdXjvHwBq4kHIY2UoTnRrFq8XKlPs";
    assert_eq!(
        header(signer().with_certificate_pem(certificate).unwrap()),
        json!({ "alg": "ES256", "typ": "client-authentication+jwt", "x5t#S256": thumbprint })
    );
    for text in [
        "",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----",
    ] {
        let error = signer().with_certificate_pem(text).unwrap_err();
        assert_eq!(error, JwtKeyError::NoCertificate);
        assert_eq!(
            error.to_string(),
            "the text has no certificate in PEM, which begins with `-----BEGIN CERTIFICATE-----`"
        );
    }
}
