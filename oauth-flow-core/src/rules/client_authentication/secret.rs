//! Places where a secret must not be.

use alloc::vec::Vec;

use super::method::{SECRET_IN_PUBLIC_CLIENT, SECRET_WITHOUT_METHOD, SKIP, is_named_for_more};
use crate::citation::{oauth21, rfc};
use crate::judge::Level::{Error, Warn};
use crate::judge::{Check, Field, Holds, Mistake, Origin, Place, Rule, Subject, at, example};
use crate::members::{Key, Keys, Role};
use crate::vocabulary::Word;

/// The fields that hold a secret or a private key.
fn secret_fields<'a>(subject: &Subject<'a>) -> Vec<(Place, &'a Field)> {
    subject.fields_in_any(&[Role::ClientSecret, Role::PrivateKey])
}

/// The mistake with the way out where the field is not of this client.
fn or_skip(mistake: Mistake, field: &Field) -> Mistake {
    if is_named_for_more(field) { mistake.or(SKIP) } else { mistake }
}

const SECRET_KEY: &str = "the key `{key}` makes the secret part of the program";
const EMBEDDED_DEFAULT: &str =
    "the default of the field `{field}` makes the secret part of the program";
const EMBEDDED_FIELD: &str = "the type of the field `{field}` makes the secret part of the program";

pub(crate) static EMBEDDED_SECRET: Rule = Rule {
    id: "embedded_secret",
    summary: "a secret is part of the program",
    facts: &[SECRET_KEY, EMBEDDED_FIELD, EMBEDDED_DEFAULT],
    why: Some("whoever has the binary or the source has the secret, and a new secret needs a new build"),
    help: "remove it, and load the secret at run time into a field",
    yields_to: &[&SECRET_IN_PUBLIC_CLIENT],
    accepts: &[example(r#"kind = "m2m", grant = "client_credentials""#)],
    rejects: &[
        example(
            r#"kind = "web", client_secret = "s3cr3t", redirect_uri = "https://app.example.com/cb""#,
        ),
        example(r#"kind = "m2m""#)
            .on("struct Client { client_id: String, client_secret: &'static str }"),
        example(r#"kind = "m2m""#).on(
            r#"struct Client { client_id: String, #[arg(default_value = "s3cr3t")] client_secret: String }"#,
        ),
    ],
    citations: &[
        rfc(6749, "10.1", "MUST"),
        rfc(6819, "5.3.1", ""),
        oauth21("2.1", "MUST"),
        rfc(7592, "A", ""),
    ],
    check: Check::Subject(|subject, report| {
        for (index, key) in subject.secret_keys.iter().enumerate() {
            report.add(at(Place::SecretKey(index)).fact(SECRET_KEY).quote(key));
        }
        for (place, field) in secret_fields(subject) {
            if field.holds == Holds::Embedded {
                let help = "load the secret at run time into a type such as `SecretString`";
                let mistake = at(place).fact(EMBEDDED_FIELD).quote(&field.name).help(help);
                report.add(or_skip(mistake, field));
            } else if let Some(Origin::Token(token)) = field.default {
                let mistake = at(Place::Token(token)).also(place).fact(EMBEDDED_DEFAULT);
                let help = "remove the default: the program then asks for the secret when it starts";
                report.add(or_skip(mistake.quote(&field.name).help(help), field));
            }
        }
    }),
    ..Rule::BASE
};

/// A URI with a credential in its query.
pub static SECRET_IN_URI: Rule = Rule {
    id: "secret_in_uri",
    summary: "a URI has a query parameter that holds a credential",
    facts: &["the URI has the query parameter `{parameter}`"],
    why: Some("a URI is written into logs and histories, and sent on as a referrer"),
    help: "send credentials in the request body or the Authorization header",
    values: Keys::of(Key::ALL).without(NOT_REQUESTED),
    accepts: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)],
    rejects: &[
        example(r#"kind = "web", redirect_uri = "https://app.example.com/cb?access_token=x""#),
        example(r#"kind = "m2m", token_endpoint = "https://as.example.com/token?client_secret=x""#),
    ],
    citations: &[rfc(6749, "2.3.1", "MUST NOT"), oauth21("2.4.1", "MUST NOT")],
    check: Check::Subject(|subject, report| {
        const CREDENTIALS: [&str; 6] = [
            "client_secret",
            "client_assertion",
            "password",
            "access_token",
            "refresh_token",
            "code_verifier",
        ];
        for (place, uri) in subject.uris(Keys::of(Key::ALL).without(NOT_REQUESTED)) {
            let credential =
                uri.parameters().find(|(name, _)| CREDENTIALS.contains(&name.as_str()));
            if let Some((name, _)) = credential {
                report.add(at(place).quote(&name));
            }
        }
    }),
    ..Rule::BASE
};

/// The keys that no request is sent to: those of the resources and of the client's own key set, and that
/// of the server's metadata.
const NOT_REQUESTED: Keys = Keys::of(&[Key::Resource, Key::JwksUri, Key::Server]);

const PRINTED: &str = "`derive(Debug)` prints the field `{field}`, a bare secret";
const WRITTEN: &str = "`derive(Serialize)` writes the field `{field}`, a secret in clear text";

const HIDE: &str = "use a type that hides itself, such as `secrecy::SecretString` or \
                    `oauth2::ClientSecret`, or remove the derive";
const HIDE_FROM_SERIALIZE: &str =
    "write `#[serde(skip_serializing)]` above the field, or remove the derive";
const HIDE_FROM_BOTH: &str = "use a type that hides itself from `Debug`, such as `secrecy::SecretString`, with \
                              `#[serde(skip_serializing)]` above the field: `Serialize` writes it too";

pub(crate) static LEAKY_SECRET: Rule = Rule {
    id: "leaky_secret",
    levels: [Warn, Warn, Warn, Error, Warn],
    summary: "a derive prints or writes a field that holds a bare secret",
    facts: &[PRINTED, WRITTEN],
    why: Some("one `{:?}` in a log line or one saved configuration shows the secret"),
    help: HIDE,
    yields_to: &[&SECRET_IN_PUBLIC_CLIENT, &SECRET_WITHOUT_METHOD, &EMBEDDED_SECRET],
    uncovered_by_waiver: &[&SECRET_IN_PUBLIC_CLIENT, &SECRET_WITHOUT_METHOD],
    accepts: &[
        example(r#"kind = "m2m""#).on(
            "#[derive(Debug)] struct Client { client_id: String, client_secret: SecretString } \
             #[derive(Debug)] struct SecretString;",
        ),
        example(r#"kind = "m2m""#).on("struct Client { client_id: String, client_secret: String }"),
    ],
    rejects: &[
        example(r#"kind = "m2m""#)
            .on("#[derive(Debug)] struct Client { client_id: String, client_secret: String }"),
        example(r#"kind = "m2m""#).on(
            "#[derive(Serialize)] struct Client { client_id: String, client_secret: oauth2::ClientSecret }",
        ),
    ],
    citations: &[rfc(6819, "5.3.3", ""), oauth21("2.1", "MUST")],
    check: Check::Subject(|subject, report| {
        for (place, field) in secret_fields(subject) {
            let bare = field.holds == Holds::Bare;
            let written = field.serialized && (bare || field.holds == Holds::HiddenFromDebug);
            let mistake = at(place);
            let mistake = match (bare && field.printed, written) {
                (true, false) => mistake.fact(PRINTED).help(HIDE),
                (true, true) => mistake.fact(PRINTED).help(HIDE_FROM_BOTH),
                (false, true) => mistake.fact(WRITTEN).help(HIDE_FROM_SERIALIZE),
                (false, false) => continue,
            };
            report.add(or_skip(mistake.quote(&field.name), field));
        }
    }),
    ..Rule::BASE
};
