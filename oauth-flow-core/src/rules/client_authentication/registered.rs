//! The keys, the algorithms and the secret of a registration.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::method::{SECRET_IN_PUBLIC_CLIENT, SECRET_WITHOUT_METHOD};
use crate::citation::{
    Citation, client_id_metadata, fapi2, oauth21, oidc_core, oidc_registration, rfc,
};
use crate::judge::Level::{Error, Warn};
use crate::judge::{Check, Place, Registration, Rule, Stated, Subject, at, example, ticked};
use crate::members::{Detail, Key, Keys};
use crate::rules::extensions::METADATA_DOCUMENT_SECRET;
use crate::vocabulary::AuthMethod;

/// The attribute of a client that signs its assertions, and its registration.
const SIGNS: crate::judge::Example = example(r#"kind = "m2m", registration = "client.json""#)
    .registered(
        r#"{
  "client_id": "stock",
  "grant_types": ["client_credentials"],
  "token_endpoint_auth_method": "private_key_jwt",
  "token_endpoint_auth_signing_alg": "ES256",
  "jwks_uri": "https://stock.example.com/jwks.json"
}"#,
    );

/// The attribute of the examples below.
const SERVICE: crate::judge::Example = example(r#"kind = "m2m", registration = "client.json""#);

pub(crate) static JWKS_AND_JWKS_URI: Rule = Rule {
    id: "jwks_and_jwks_uri",
    summary: "the registration has the keys of the client and their URL too",
    facts: &["the keys of the client are in `jwks` of the registration, and at `jwks_uri` too"],
    why: Some("the server takes one of the two, and a key that changes is wrong in the other one"),
    help: "remove `jwks` and keep `jwks_uri`: keys can then change without a new registration",
    reads: Keys::of(&[Key::JwksUri, Key::Registration]),
    accepts: &[SIGNS],
    rejects: &[SERVICE.registered(
        r#"{
  "client_id": "stock",
  "grant_types": ["client_credentials"],
  "token_endpoint_auth_method": "private_key_jwt",
  "jwks_uri": "https://stock.example.com/jwks.json",
  "jwks": { "keys": [{ "kty": "EC", "crv": "P-256", "x": "eA", "y": "eQ" }] }
}"#,
    )],
    citations: &[rfc(7591, "2", "MUST NOT"), oidc_registration("2", "MUST NOT")],
    check: Check::Subject(|subject, report| {
        let Some(registration) = subject.registration else { return };
        let Some(jwks) = registration.details.get(Detail::Jwks) else { return };
        if subject.declaration.jwks_uri.is_some() {
            report.add(at(Place::of_document(jwks.origin)).also(Place::Key(Key::JwksUri)));
        }
    }),
    ..Rule::BASE
};

pub(crate) static PRIVATE_KEY_IN_JWKS: Rule = Rule {
    id: "private_key_in_jwks",
    summary: "a key in `jwks` of the registration has a private member",
    facts: &["a key in `jwks` has the private member `{member}`"],
    why: Some("whoever has the document can then authenticate as the client"),
    help: "replace the key by a new one, and register its public members alone",
    reads: Keys::of(&[Key::Registration]),
    accepts: &[SERVICE.registered(
        r#"{
  "client_id": "stock",
  "grant_types": ["client_credentials"],
  "token_endpoint_auth_method": "private_key_jwt",
  "jwks": { "keys": [{ "kty": "RSA", "n": "bg", "e": "AQAB" }] }
}"#,
    )],
    rejects: &[SERVICE.registered(
        r#"{
  "client_id": "stock",
  "grant_types": ["client_credentials"],
  "token_endpoint_auth_method": "private_key_jwt",
  "jwks": { "keys": [{ "kty": "RSA", "n": "bg", "e": "AQAB", "d": "ZA" }] }
}"#,
    )],
    citations: &[oidc_registration("2", "MUST NOT"), client_id_metadata("4.1", "MUST NOT")],
    check: Check::Subject(|subject, report| {
        let Some(registration) = subject.registration else { return };
        for key in registration.details.all(Detail::PrivateKey) {
            let mistake = at(Place::of_document(key.origin)).quote(&key.value);
            // RFC 7518 section 6.4.1: a symmetric key has no public member.
            report.add(if key.value == "k" {
                mistake
                    .help("remove the symmetric key, and have the server issue a new client secret")
            } else {
                mistake
            });
        }
    }),
    ..Rule::BASE
};

/// The members that name the subject of a certificate (RFC 8705 section 2.1.2).
const SUBJECTS: [Detail; 5] = [
    Detail::TlsClientAuthSubjectDn,
    Detail::TlsClientAuthSanDns,
    Detail::TlsClientAuthSanUri,
    Detail::TlsClientAuthSanIp,
    Detail::TlsClientAuthSanEmail,
];

const NO_SUBJECT: &str =
    "`tls_client_auth` needs the subject of the certificate, and the registration has none";
const SEVERAL_SUBJECTS: &str = "the registration has {count} subjects of the certificate";

pub(crate) static MTLS_SUBJECT: Rule = Rule {
    id: "mtls_subject",
    summary: "the registration of a client with a certificate does not name one subject",
    facts: &[NO_SUBJECT, SEVERAL_SUBJECTS],
    help: "register exactly one subject of the certificate",
    reads: Keys::of(&[Key::Auth, Key::Registration]),
    accepts: &[SERVICE.registered(
        r#"{
  "client_id": "stock",
  "grant_types": ["client_credentials"],
  "token_endpoint_auth_method": "tls_client_auth",
  "tls_client_auth_san_dns": "stock.example.com"
}"#,
    )],
    rejects: &[
        SERVICE.registered(
            r#"{
  "client_id": "stock",
  "grant_types": ["client_credentials"],
  "token_endpoint_auth_method": "tls_client_auth"
}"#,
        ),
        SERVICE.registered(
            r#"{
  "client_id": "stock",
  "grant_types": ["client_credentials"],
  "token_endpoint_auth_method": "tls_client_auth",
  "tls_client_auth_san_dns": "stock.example.com",
  "tls_client_auth_subject_dn": "CN=stock"
}"#,
        ),
    ],
    citations: &[rfc(8705, "2.1.2", "MUST")],
    check: Check::Subject(|subject, report| {
        let Some(registration) = subject.registration else { return };
        if subject.declaration.auth != AuthMethod::TlsClientAuth {
            return;
        }
        let mut subjects: Vec<&Stated<String>> = Vec::new();
        for detail in SUBJECTS {
            if let Some(subject) = registration.details.get(detail) {
                subjects.push(subject);
            }
        }
        match subjects.as_slice() {
            [_] => {}
            [] => {
                let mistake =
                    at(Place::of_document(registration.origin)).also(Place::Key(Key::Auth));
                let help = format!("register one of {}", names_of_subjects(registration));
                report.add(mistake.fact(NO_SUBJECT).help(&help));
            }
            [first, second, ..] => {
                let mistake = at(Place::of_document(second.origin));
                let mistake = mistake.also(Place::of_document(first.origin));
                report.add(mistake.fact(SEVERAL_SUBJECTS).with(&subjects.len()));
            }
        }
    }),
    ..Rule::BASE
};

/// The names of the members for the subject of a certificate, in the format of the registration.
fn names_of_subjects(registration: &Registration) -> String {
    let mut names = Vec::new();
    for detail in SUBJECTS {
        let name = name(registration, detail);
        if !name.is_empty() {
            names.push(ticked(name));
        }
    }
    names.join(", ")
}

/// The algorithms of a registration that have to sign, with their texts.
fn signing<'a>(
    subject: &Subject<'_>,
    registration: &'a Registration,
) -> Vec<(Detail, &'a Stated<String>)> {
    let front_channel =
        subject.declaration.response_types.iter().any(|response| response.has_id_token());
    let mut found = Vec::new();
    for (detail, stated) in registration.details.iter() {
        let has_to_sign = match detail {
            Detail::TokenEndpointAuthSigningAlg
            | Detail::RequestObjectSigningAlg
            | Detail::AuthorizationSignedResponseAlg => true,
            Detail::IdTokenSignedResponseAlg => front_channel,
            _ => false,
        };
        if has_to_sign {
            found.push((detail, stated));
        }
    }
    found
}

/// The name of a member in the format of the registration.
fn name(registration: &Registration, detail: Detail) -> &'static str {
    registration.format.names_of(detail).first().copied().unwrap_or_default()
}

const OF_ASSERTIONS: &[Citation] = &[
    oidc_registration("2", "MUST NOT"),
    rfc(7523, "3", "MUST"),
    rfc(7521, "3", "MUST"),
    fapi2("5.4.1", "shall"),
];
const OF_REQUEST_OBJECTS: &[Citation] = &[rfc(9101, "10.1", "MUST"), rfc(8725, "3.2", "should")];
const OF_RESPONSES: &[Citation] = &[rfc(8725, "3.2", "should")];
const OF_ID_TOKENS: &[Citation] = &[oidc_registration("2", "MUST NOT"), rfc(8725, "3.2", "should")];

pub(crate) static ALGORITHM_NONE: Rule = Rule {
    id: "algorithm_none",
    summary: "a signing algorithm of the registration is `none`",
    facts: &["`{member}` is `none`, which signs nothing"],
    why: Some("anyone can make a JWT that is not signed"),
    help: "register an asymmetric algorithm such as `ES256`",
    reads: Keys::of(&[Key::ResponseType, Key::Registration]),
    accepts: &[SIGNS],
    rejects: &[SERVICE.registered(
        r#"{
  "client_id": "stock",
  "grant_types": ["client_credentials"],
  "token_endpoint_auth_method": "private_key_jwt",
  "jwks_uri": "https://stock.example.com/jwks.json",
  "request_object_signing_alg": "none"
}"#,
    )],
    citations: &[
        oidc_registration("2", "MUST NOT"),
        rfc(8725, "3.2", "should"),
        rfc(7523, "3", "MUST"),
        rfc(7521, "3", "MUST"),
        rfc(9101, "10.1", "MUST"),
        fapi2("5.4.1", "shall"),
    ],
    check: Check::Subject(|subject, report| {
        let Some(registration) = subject.registration else { return };
        for (detail, stated) in signing(subject, registration) {
            if stated.value == "none" {
                let mistake = at(Place::of_document(stated.origin));
                let mistake = mistake.with(&name(registration, detail)).citing(match detail {
                    Detail::TokenEndpointAuthSigningAlg => OF_ASSERTIONS,
                    Detail::RequestObjectSigningAlg => OF_REQUEST_OBJECTS,
                    Detail::AuthorizationSignedResponseAlg => OF_RESPONSES,
                    _ => OF_ID_TOKENS,
                });
                // A client assertion of this method is signed with the client secret.
                let with_the_secret = detail == Detail::TokenEndpointAuthSigningAlg
                    && subject.declaration.auth == AuthMethod::ClientSecretJwt;
                report.add(if with_the_secret {
                    mistake.help("register `HS256`, which signs with the client secret")
                } else {
                    mistake
                });
            }
        }
    }),
    ..Rule::BASE
};

const SIGNS_WITH_A_KEY: &str = "`{method}` signs with a key, and `{member}` is `{algorithm}`";
const SIGNS_WITH_THE_SECRET: &str =
    "`{method}` signs with the client secret, and `{member}` is `{algorithm}`";

pub(crate) static AUTH_ALGORITHM_MISMATCH: Rule = Rule {
    id: "auth_algorithm_mismatch",
    summary: "the algorithm that signs client assertions is not one of the method",
    facts: &[SIGNS_WITH_A_KEY, SIGNS_WITH_THE_SECRET],
    help: "register an algorithm of the method",
    yields_to: &[&ALGORITHM_NONE],
    reads: Keys::of(&[Key::Auth, Key::Registration]),
    accepts: &[SIGNS],
    rejects: &[SERVICE.registered(
        r#"{
  "client_id": "stock",
  "grant_types": ["client_credentials"],
  "token_endpoint_auth_method": "private_key_jwt",
  "token_endpoint_auth_signing_alg": "HS256",
  "jwks_uri": "https://stock.example.com/jwks.json"
}"#,
    )],
    citations: &[oidc_core("9", ""), oidc_core("10.1", "MUST NOT")],
    check: Check::Subject(|subject, report| {
        let Some(registration) = subject.registration else { return };
        let detail = Detail::TokenEndpointAuthSigningAlg;
        let Some(stated) = registration.details.get(detail) else { return };
        let symmetric = stated.value.starts_with("HS");
        let method = subject.declaration.auth;
        let (fact, help) = match (method, symmetric) {
            (AuthMethod::PrivateKeyJwt, true) => {
                (SIGNS_WITH_A_KEY, "register an asymmetric algorithm such as `ES256`")
            }
            (AuthMethod::ClientSecretJwt, false) => (
                SIGNS_WITH_THE_SECRET,
                "register `HS256`, or register `private_key_jwt` as the method and the keys of the client",
            ),
            _ => return,
        };
        let mistake = at(Place::of_document(stated.origin)).also(Place::Key(Key::Auth)).fact(fact);
        let mistake = mistake.with(&method).with(&name(registration, detail));
        report.add(mistake.quote(&stated.value).help(help));
    }),
    ..Rule::BASE
};

const HAS_THE_SECRET: &str = "the document has the client secret in it";
const HAS_THE_TOKEN: &str = "the document has the registration access token in it";

pub(crate) static COMMITTED_SECRET: Rule = Rule {
    id: "committed_secret",
    levels: [Warn, Warn, Warn, Error, Warn],
    summary: "the registration in the source tree has a secret of the client in it",
    facts: &[HAS_THE_SECRET, HAS_THE_TOKEN],
    why: Some("whoever can read the repository, now or later, has the secret"),
    help: "remove the secret from the document, and have the server issue a new one",
    yields_to: &[&SECRET_IN_PUBLIC_CLIENT, &SECRET_WITHOUT_METHOD, &METADATA_DOCUMENT_SECRET],
    uncovered_by_waiver: &[&SECRET_WITHOUT_METHOD, &METADATA_DOCUMENT_SECRET],
    reads: Keys::of(&[Key::Registration]),
    waive_where: Some("the secret is one of a test server"),
    accepts: &[SIGNS],
    rejects: &[
        SERVICE.registered(
            r#"{
  "client_id": "stock",
  "grant_types": ["client_credentials"],
  "token_endpoint_auth_method": "client_secret_basic",
  "client_secret": "not-a-real-secret"
}"#,
        ),
        SERVICE.registered(
            r#"{
  "client_id": "stock",
  "grant_types": ["client_credentials"],
  "token_endpoint_auth_method": "client_secret_basic",
  "registration_access_token": "not-a-real-token",
  "registration_client_uri": "https://as.example.com/register/stock"
}"#,
        ),
    ],
    citations: &[
        rfc(6749, "10.1", "MUST"),
        rfc(6819, "5.3.1", ""),
        oauth21("2.1", "MUST"),
        rfc(7592, "A", ""),
        rfc(7592, "5", "MUST"),
    ],
    check: Check::Subject(|subject, report| {
        let Some(registration) = subject.registration else { return };
        if let Some(secret) = registration.details.get(Detail::ClientSecret) {
            report.add(at(Place::of_document(secret.origin)).fact(HAS_THE_SECRET));
        }
        // Whoever has it can read the registration, change it and delete it.
        if let Some(token) = registration.details.get(Detail::RegistrationAccessToken) {
            let help = "remove the token from the document, and have the server issue a new one";
            report.add(at(Place::of_document(token.origin)).fact(HAS_THE_TOKEN).help(help));
        }
    }),
    ..Rule::BASE
};
