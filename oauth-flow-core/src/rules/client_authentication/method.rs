//! The method, the kind and the credential have to agree.

use alloc::vec::Vec;

use super::AUTHENTICATE;
use crate::citation::{oauth21, oidc_core, rfc};
use crate::judge::Level::{Error, Warn};
use crate::judge::{Check, Place, Remedy, Report, Rule, Subject, at, example};
use crate::members::{Key, Keys, Role};
use crate::rules::extensions::METADATA_DOCUMENT_SECRET;
use crate::rules::fapi::{FAPI_CLIENT_AUTHENTICATION, FAPI_PUBLIC_CLIENT};
use crate::rules::grants::kind::PUBLIC_CLIENT_CREDENTIALS;
use crate::vocabulary::{AuthMethod, Grant, Kind};

const SECRET_METHOD: &str = "a client of the kind `{kind}` declares `{method}`";
const SECRET_FIELD: &str = "a client of the kind `{kind}` has a field that holds a client secret";

pub(crate) static SECRET_IN_PUBLIC_CLIENT: Rule = Rule {
    id: "secret_in_public_client",
    summary: "a client that ships to its users has a client secret",
    facts: &[SECRET_METHOD, SECRET_FIELD],
    why: Some("whoever downloads the app can read the secret, so it proves nothing"),
    help: "remove the secret, declare `auth = \"none\"` and rely on PKCE",
    reads: Keys::of(&[Key::Kind, Key::Auth]),
    accepts: &[example(
        r#"kind = "spa", auth = "none", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[
        example(
            r#"kind = "spa", auth = "client_secret_post", redirect_uri = "https://app.example.com/cb""#,
        ),
        example(r#"kind = "native", redirect_uri = "com.example.app:/cb""#)
            .on("struct Client { client_id: String, client_secret: Option<String> }"),
    ],
    citations: &[
        rfc(6749, "10.1", "MUST NOT"),
        rfc(8252, "8.5", "NOT RECOMMENDED"),
        rfc(10017, "6.3.3.1", "MUST NOT"),
        oauth21("8.1", "MUST NOT"),
        rfc(8628, "5.6", "should"),
        rfc(7591, "2", ""),
    ],
    check: Check::Subject(find_secret_in_public_client),
    ..Rule::BASE
};

fn find_secret_in_public_client(subject: &Subject<'_>, report: &mut Report<'_>) {
    let declaration = &subject.declaration;
    let Some(kind) = declaration.kind.filter(|kind| kind.is_public()) else { return };
    let mut places: Vec<Place> = Vec::new();
    let mut edits: Vec<Remedy> = Vec::new();
    for (place, _) in subject.fields_in(Role::ClientSecret) {
        places.push(place);
        edits.push(Remedy::Remove(place));
    }
    let method = declaration.auth.uses_secret();
    if method {
        places.insert(0, Place::Key(Key::Auth));
        edits.push(Remedy::set(Key::Auth, AuthMethod::None));
    }
    let Some((place, others)) = places.split_first() else { return };
    let mistake = at(*place).also_all(others).with(&kind).remedy(Remedy::All(edits));
    report.add(if method {
        mistake.fact(SECRET_METHOD).with(&declaration.auth)
    } else {
        mistake.fact(SECRET_FIELD)
    });
}

pub(crate) static UNAUTHENTICATED_CONFIDENTIAL_CLIENT: Rule = Rule {
    id: "unauthenticated_confidential_client",
    summary: "a client that can keep a credential does not authenticate",
    facts: &["a client of the kind `{kind}` does not authenticate"],
    why: Some("without authentication, whoever knows the client_id can use a stolen code or token"),
    help: AUTHENTICATE,
    yields_to: &[&PUBLIC_CLIENT_CREDENTIALS, &SECRET_WITHOUT_METHOD],
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::Auth]),
    accepts: &[
        example(
            r#"kind = "web", auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks.json", redirect_uri = "https://app.example.com/cb""#,
        ),
        example(r#"kind = "m2m", grant = "jwt-bearer", auth = "none""#),
    ],
    rejects: &[example(
        r#"kind = "web", auth = "none", grant = "authorization_code", pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
    )],
    citations: &[
        rfc(6749, "3.2.1", "MUST"),
        rfc(9700, "2.5", "SHOULD"),
        oauth21("3.2.1", "MUST"),
        rfc(10017, "6.1.3.1", "MUST"),
    ],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let Some(kind) = declaration.kind else { return };
        let leaves_it_open =
            kind == Kind::M2m && declaration.grants.iter().all(|grant| *grant == Grant::JwtBearer);
        let must = matches!(kind, Kind::Web | Kind::M2m) && !leaves_it_open;
        if must && declaration.auth == AuthMethod::None {
            report.add(at(Place::Key(Key::Auth)).with(&kind));
        }
    }),
    ..Rule::BASE
};

const NO_SECRET: &str = "the method `{method}` needs a secret, and no field holds one";
const NO_KEY: &str = "the method `{method}` needs a key, and nothing names one";

pub(crate) static MISSING_CREDENTIAL: Rule = Rule {
    id: "missing_credential",
    summary: "the authentication method needs a credential that the client does not have",
    facts: &[NO_SECRET, NO_KEY],
    help: "add a `client_secret` field, or declare another `auth`",
    yields_to: &[
        &SECRET_IN_PUBLIC_CLIENT,
        &KEY_IN_PUBLIC_CLIENT,
        &METADATA_DOCUMENT_SECRET,
        &FAPI_CLIENT_AUTHENTICATION,
    ],
    reads: Keys::of(&[Key::Kind, Key::Auth, Key::JwksUri]),
    accepts: &[
        example(
            r#"kind = "m2m", grant = "client_credentials", auth = "private_key_jwt", jwks_uri = "https://svc.example.com/jwks.json""#,
        ),
        example(r#"kind = "m2m", auth = "private_key_jwt""#)
            .on("struct Client { client_id: String, signing_key: Vec<u8> }"),
        example(r#"kind = "m2m""#).on("struct Endpoints { token_url: String }"),
    ],
    rejects: &[
        example(r#"kind = "m2m", grant = "client_credentials", auth = "private_key_jwt""#),
        example(r#"kind = "m2m", grant = "client_credentials""#)
            .on("struct Client { client_id: String }"),
    ],
    citations: &[oidc_core("9", ""), rfc(8705, "2.2.2", "")],
    check: Check::Subject(find_missing_credential),
    ..Rule::BASE
};

fn find_missing_credential(subject: &Subject<'_>, report: &mut Report<'_>) {
    let method = subject.declaration.auth;
    // A method that is not written is a default: a field for the client_id says that the struct is a
    // whole client.
    let client = subject.field_in(Role::ClientId).map(|(place, _)| place);
    let written = subject.written.contains(Key::Auth);
    let place = client.filter(|_| !written).unwrap_or(Place::Key(Key::Auth));
    if lacks_secret(subject) {
        report.add(at(place).fact(NO_SECRET).with(&method));
    } else if lacks_key(subject) {
        let help = "add `jwks_uri = \"https://...\"`, or a `private_key` field";
        report.add(at(Place::Key(Key::Auth)).fact(NO_KEY).with(&method).help(help));
    }
}

/// Whether the method rests on a secret, and a struct that is a whole client, by its identifier,
/// has none.
fn lacks_secret(subject: &Subject<'_>) -> bool {
    let whole = subject.field_in(Role::ClientId).is_some();
    let held = subject.may_have(Role::ClientSecret) || !subject.secret_keys.is_empty();
    subject.declaration.auth.uses_secret() && whole && !held
}

/// Whether the method rests on a key of the client, and nothing says where it is.
fn lacks_key(subject: &Subject<'_>) -> bool {
    let method = subject.declaration.auth;
    let own_key = matches!(method, AuthMethod::PrivateKeyJwt | AuthMethod::SelfSignedTlsClientAuth);
    let named = subject.declaration.jwks_uri.is_some()
        || subject.may_have(Role::JwksUri)
        || subject.may_have(Role::PrivateKey)
        || !subject.secret_keys.is_empty();
    // Each installation of a public client makes its own key, which is in no key set.
    let public = subject.declaration.kind.is_some_and(Kind::is_public);
    own_key && !named && !public
}

pub(crate) static SECRET_WITHOUT_METHOD: Rule = Rule {
    id: "secret_without_method",
    summary: "a field holds a client secret, and the client does not authenticate",
    facts: &["the field `{field}` holds a secret that `auth = \"none\"` never sends"],
    help: "declare `auth = \"client_secret_basic\"`, or remove the secret",
    reads: Keys::of(&[Key::Kind, Key::Auth]),
    accepts: &[example(r#"kind = "native", auth = "none", redirect_uri = "com.example.app:/cb""#)],
    rejects: &[example(r#"kind = "third_party", auth = "none""#)
        .on("struct Client { client_id: String, client_secret: String }")],
    citations: &[rfc(6749, "2.3", "MUST NOT"), rfc(7591, "2", ""), oauth21("2.4", "MUST NOT")],
    check: Check::Subject(|subject, report| {
        let public = subject.declaration.kind.is_some_and(Kind::is_public);
        let field = subject.field_in(Role::ClientSecret);
        let method = subject.declaration.auth;
        if let (false, AuthMethod::None, Some((place, field))) = (public, method, field) {
            report.add(at(place).quote(&field.name));
        }
    }),
    ..Rule::BASE
};

pub(crate) static KEY_IN_PUBLIC_CLIENT: Rule = Rule {
    id: "key_in_public_client",
    levels: [Warn, Warn, Warn, Error, Warn],
    summary: "a client that ships to its users authenticates with a key",
    facts: &["a client of the kind `{kind}` authenticates with `{method}`"],
    why: Some(
        "a key that ships with the app is no secret, unlike a key that each installation makes",
    ),
    help: "declare `auth = \"none\"` and rely on PKCE, or waive this rule where each installation makes its own key",
    yields_to: &[&FAPI_PUBLIC_CLIENT],
    reads: Keys::of(&[Key::Kind, Key::Auth]),
    accepts: &[example(r#"kind = "native", auth = "none", redirect_uri = "com.example.app:/cb""#)],
    rejects: &[example(
        r#"kind = "native", auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks.json", redirect_uri = "com.example.app:/cb""#,
    )],
    citations: &[
        rfc(6749, "10.1", "MUST NOT"),
        rfc(8252, "8.5", "NOT RECOMMENDED"),
        rfc(10017, "6.3.3.1", "MUST NOT"),
        oauth21("8.1", "MUST NOT"),
        rfc(8628, "5.6", "should"),
    ],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let Some(kind) = declaration.kind.filter(|kind| kind.is_public()) else { return };
        if declaration.auth.uses_key() {
            let place = Place::Key(Key::Auth);
            report.add(at(place).with(&kind).with(&declaration.auth));
        }
    }),
    ..Rule::BASE
};
