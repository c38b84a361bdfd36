//! The FAPI 2.0 Security Profile.

use alloc::format;

use crate::declaration::Keys;
use crate::finding::Remedy;
use crate::rule::Level::{Error, Off};
use crate::rule::{Check, Rule, example};
use crate::source::{fapi2, rfc};
use crate::subject::Place;
use crate::vocabulary::{Grant, Key, Kind};

/// The rules of this chapter.
pub static RULES: &[&Rule] = &[&FAPI_PUBLIC_CLIENT, &FAPI_CLIENT_AUTHENTICATION, &PAR_REQUIRED];

static FAPI_PUBLIC_CLIENT: Rule = Rule {
    id: "fapi_public_client",
    levels: [Off, Off, Off, Error, Off],
    summary: "the client is public under FAPI 2.0",
    help: "put a backend in front of the app and declare `kind = \"web\"`",
    yields_to: &[
        "public_client_credentials",
        "unauthenticated_confidential_client",
        "secret_without_method",
    ],
    reads: Keys::of(&[Key::Profile, Key::Kind, Key::Auth]),
    accepts: &[example(
        r#"profile = "fapi2", kind = "web", auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks.json", par, sender_constraint = "dpop", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[example(
        r#"profile = "fapi2", kind = "spa", par, sender_constraint = "dpop", redirect_uri = "https://app.example.com/cb""#,
    )],
    sources: &[fapi2("5.3.2.1", "shall")],
    check: Check::Subject(|subject, report| {
        if subject.declaration.kind.is_some_and(Kind::is_public) {
            let fact = "FAPI 2.0 has no public clients";
            let help = "put a backend in front of the app and declare `kind = \"web\"`";
            report.add(Place::Key(Key::Kind), fact, Remedy::decide(help));
        } else if subject.declaration.is_public() {
            let fact = "FAPI 2.0 has no clients that do not authenticate";
            let help = "declare `auth = \"private_key_jwt\"` with a `jwks_uri`";
            report.add(Place::Key(Key::Auth), fact, Remedy::decide(help));
        }
    }),
    ..Rule::BASE
};

static FAPI_CLIENT_AUTHENTICATION: Rule = Rule {
    id: "fapi_client_authentication",
    levels: [Off, Off, Off, Error, Off],
    summary: "the client authenticates with a secret, or not at all, under FAPI 2.0",
    help: "use `auth = \"private_key_jwt\"`",
    yields_to: &[
        "fapi_public_client",
        "unauthenticated_confidential_client",
        "public_client_credentials",
        "secret_in_public_client",
        "secret_without_method",
        "metadata_document_secret",
    ],
    reads: Keys::of(&[Key::Profile, Key::Kind, Key::Auth]),
    accepts: &[example(
        r#"profile = "fapi2", kind = "web", auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks.json", par, sender_constraint = "dpop", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[example(
        r#"profile = "fapi2", kind = "web", auth = "client_secret_basic", par, sender_constraint = "dpop", redirect_uri = "https://app.example.com/cb""#,
    )],
    sources: &[fapi2("5.3.2.1", "shall")],
    check: Check::Subject(|subject, report| {
        let method = subject.declaration.auth;
        if !method.uses_key() {
            let written = subject.written.contains(Key::Auth);
            let place = Place::Key(if written { Key::Auth } else { Key::Profile });
            let fact = format!("FAPI 2.0 does not take the authentication method `{method}`");
            let help = "declare `auth = \"private_key_jwt\"` with a `jwks_uri`";
            report.add(place, fact, Remedy::decide(help));
        }
    }),
    ..Rule::BASE
};

static PAR_REQUIRED: Rule = Rule {
    id: "par_required",
    levels: [Off, Off, Off, Error, Off],
    summary: "authorization requests are not pushed under FAPI 2.0",
    help: "add `par`",
    yields_to: &["kind_grant_mismatch", "fapi_public_client"],
    reads: Keys::of(&[Key::Profile, Key::Kind, Key::Grant, Key::Par]),
    accepts: &[example(
        r#"profile = "fapi2", kind = "web", auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks.json", par, sender_constraint = "dpop", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[example(
        r#"profile = "fapi2", kind = "web", auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks.json", sender_constraint = "dpop", redirect_uri = "https://app.example.com/cb", grant = "authorization_code", pkce = "S256""#,
    )],
    sources: &[fapi2("5.3.3.2", "shall"), rfc(9126, "5", "")],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let redirecting = declaration.grants.iter().position(|grant| Grant::redirects(*grant));
        if let (false, Some(index)) = (declaration.par, redirecting) {
            let written = subject.written.contains(Key::Par);
            let place = if written { Place::Key(Key::Par) } else { Place::Grant(index) };
            let fact = "FAPI 2.0 pushes authorization requests, and `par` is not declared";
            let value = if written { "true" } else { "" };
            report.add(place, fact, Remedy::Set(Key::Par, value.into()));
        }
    }),
    ..Rule::BASE
};
