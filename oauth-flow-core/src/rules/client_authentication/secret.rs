//! Where a secret must not be.

use crate::judge::{Check, Field, Holds, Place, Remedy, Rule, Subject, example, quoted};
use crate::members::{Key, Keys, Role};
use crate::rules::client_authentication::method::SECRET_IN_PUBLIC_CLIENT;
use crate::rules::client_authentication::method::SECRET_WITHOUT_METHOD;
use alloc::format;

use crate::citation::{oauth21, rfc};
use crate::judge::Level::{Error, Warn};

/// The fields that hold a secret or a private key.
fn secret_fields<'a>(subject: &Subject<'a>) -> impl Iterator<Item = (Place, &'a Field)> {
    subject.fields_in(Role::ClientSecret).chain(subject.fields_in(Role::PrivateKey))
}

pub(crate) static EMBEDDED_SECRET: Rule = Rule {
    id: "embedded_secret",
    summary: "a secret is part of the program",
    why: Some("whoever has the binary or the source has the secret, and it cannot be changed"),
    help: "load the secret at run time into a field",
    yields_to: &[&SECRET_IN_PUBLIC_CLIENT],
    accepts: &[example(r#"kind = "m2m", grant = "client_credentials""#)],
    rejects: &[
        example(
            r#"kind = "web", client_secret = "s3cr3t", redirect_uri = "https://app.example.com/cb""#,
        ),
        example(r#"kind = "m2m""#)
            .on("struct Client { client_id: String, client_secret: &'static str }"),
    ],
    citations: &[
        rfc(6749, "10.1", "MUST"),
        rfc(6819, "5.2.3.1", ""),
        oauth21("2.1", "MUST"),
        rfc(7592, "A", ""),
    ],
    check: Check::Subject(|subject, report| {
        for (index, key) in subject.secret_keys.iter().enumerate() {
            let fact = format!("the key {} makes the secret part of the program", quoted(key));
            let help = "remove it, and load the secret at run time into a field";
            report.say(Place::SecretKey(index), fact, Remedy::decide(help));
        }
        for (place, field) in secret_fields(subject) {
            if field.holds == Holds::Embedded {
                let name = quoted(&field.name);
                let fact =
                    format!("the type of the field {name} makes the secret part of the program");
                let help = "load the secret at run time into a type such as `SecretString`";
                report.say(place, fact, Remedy::decide(help));
            }
        }
    }),
    ..Rule::BASE
};

/// A URI with a credential in its query.
pub static SECRET_IN_URI: Rule = Rule {
    id: "secret_in_uri",
    summary: "a URI has a query parameter that holds a credential",
    why: Some("a URI is written into logs and histories, and sent on as a referrer"),
    help: "send credentials in the request body or the Authorization header",
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
        for (place, uri) in subject.uris(REQUESTED) {
            let credential =
                uri.parameters().find(|(name, _)| CREDENTIALS.contains(&name.as_str()));
            if let Some((name, _)) = credential {
                let fact = format!("the URI has the query parameter {}", quoted(&name));
                let help = "send credentials in the request body or the Authorization header";
                report.say(place, fact, Remedy::decide(help));
            }
        }
    }),
    ..Rule::BASE
};

/// The keys of the URIs that a request is sent to.
const REQUESTED: Keys = Keys::of(&[
    Key::RedirectUri,
    Key::PostLogoutRedirectUri,
    Key::Issuer,
    Key::AuthorizationEndpoint,
    Key::TokenEndpoint,
    Key::DeviceAuthorizationEndpoint,
    Key::RevocationEndpoint,
    Key::PushedAuthorizationRequestEndpoint,
]);

pub(crate) static LEAKY_SECRET: Rule = Rule {
    id: "leaky_secret",
    levels: [Warn, Warn, Warn, Error, Warn],
    summary: "a derive prints or writes a field that holds a bare secret",
    why: Some("one `{:?}` in a log line, or one saved configuration, and the secret is out"),
    help: "use a type that hides itself, such as `secrecy::SecretString` or \
           `oauth2::ClientSecret`, or drop the derive",
    yields_to: &[&SECRET_IN_PUBLIC_CLIENT, &SECRET_WITHOUT_METHOD, &EMBEDDED_SECRET],
    accepts: &[
        example(r#"kind = "m2m""#).on(
            "#[derive(Debug)] struct Client { client_id: String, client_secret: SecretString } \
             #[derive(Debug)] struct SecretString;",
        ),
        example(r#"kind = "m2m""#).on("struct Client { client_id: String, client_secret: String }"),
    ],
    rejects: &[example(r#"kind = "m2m""#)
        .on("#[derive(Debug)] struct Client { client_id: String, client_secret: String }")],
    citations: &[rfc(6819, "5.3.3", "SHOULD"), oauth21("2.1", "MUST")],
    check: Check::Subject(|subject, report| {
        for (place, field) in secret_fields(subject) {
            if let (Holds::Bare, Some(derive)) = (field.holds, field.exposed_by) {
                let name = quoted(&field.name);
                let shows = if derive == "Debug" { "prints" } else { "writes" };
                let fact = format!("`derive({derive})` {shows} the field {name}, a bare secret");
                let help = "use a type that hides itself, such as `secrecy::SecretString` or \
                            `oauth2::ClientSecret`, or drop the derive";
                report.say(place, fact, Remedy::decide(help));
            }
        }
    }),
    ..Rule::BASE
};
