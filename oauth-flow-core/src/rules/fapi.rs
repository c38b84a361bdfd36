//! The FAPI 2.0 Security Profile.

use alloc::string::String;
use alloc::vec::Vec;

use super::client_authentication::AUTHENTICATE_WITH_A_KEY;
use super::client_authentication::method::{
    SECRET_IN_PUBLIC_CLIENT, SECRET_WITHOUT_METHOD, UNAUTHENTICATED_CONFIDENTIAL_CLIENT,
};
use super::extensions::METADATA_DOCUMENT_SECRET;
use super::grants::kind::{KIND_GRANT_MISMATCH, PUBLIC_CLIENT_CREDENTIALS};
use crate::citation::{fapi2, rfc};
use crate::judge::Level::{Error, Off};
use crate::judge::{Check, Place, Remedy, Rule, at, example};
use crate::members::{Key, Keys};
use crate::vocabulary::{Grant, Kind, Profile};

/// The rules of the FAPI 2.0 Security Profile, in the order of the rulebook.
pub static RULES: &[&Rule] = &[&FAPI_PUBLIC_CLIENT, &FAPI_CLIENT_AUTHENTICATION, &PAR_REQUIRED];

const PUBLIC_KIND: &str = "FAPI 2.0 has no public clients";
const NO_AUTHENTICATION: &str = "FAPI 2.0 has no clients that do not authenticate";

pub(crate) static FAPI_PUBLIC_CLIENT: Rule = Rule {
    id: "fapi_public_client",
    levels: [Off, Off, Off, Error, Off],
    summary: "the client is public under FAPI 2.0",
    facts: &[PUBLIC_KIND, NO_AUTHENTICATION],
    help: "put a backend in front of the app and declare `kind = \"web\"`",
    yields_to: &[
        &PUBLIC_CLIENT_CREDENTIALS,
        &UNAUTHENTICATED_CONFIDENTIAL_CLIENT,
        &SECRET_WITHOUT_METHOD,
    ],
    reads: Keys::of(&[Key::Profile, Key::Kind, Key::Auth]),
    accepts: &[example(
        r#"profile = "fapi2", kind = "web", auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks.json", par, sender_constraint = "dpop", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[example(
        r#"profile = "fapi2", kind = "spa", par, sender_constraint = "dpop", redirect_uri = "https://app.example.com/cb""#,
    )],
    citations: &[fapi2("5.3.2.1", "shall")],
    check: Check::Subject(|subject, report| {
        if subject.declaration.kind.is_some_and(Kind::is_public) {
            report.add(at(Place::Key(Key::Kind)).fact(PUBLIC_KIND));
        } else if subject.declaration.is_public() {
            let mistake = at(Place::Key(Key::Auth)).fact(NO_AUTHENTICATION);
            report.add(mistake.help(AUTHENTICATE_WITH_A_KEY));
        }
    }),
    ..Rule::BASE
};

pub(crate) static FAPI_CLIENT_AUTHENTICATION: Rule = Rule {
    id: "fapi_client_authentication",
    levels: [Off, Off, Off, Error, Off],
    summary: "the client authenticates with a secret, or not at all, under FAPI 2.0",
    facts: &["FAPI 2.0 does not accept the authentication method `{method}`"],
    help: AUTHENTICATE_WITH_A_KEY,
    yields_to: &[
        &FAPI_PUBLIC_CLIENT,
        &UNAUTHENTICATED_CONFIDENTIAL_CLIENT,
        &PUBLIC_CLIENT_CREDENTIALS,
        &SECRET_IN_PUBLIC_CLIENT,
        &SECRET_WITHOUT_METHOD,
        &METADATA_DOCUMENT_SECRET,
    ],
    reads: Keys::of(&[Key::Profile, Key::Kind, Key::Auth]),
    accepts: &[example(
        r#"profile = "fapi2", kind = "web", auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks.json", par, sender_constraint = "dpop", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[example(
        r#"profile = "fapi2", kind = "web", auth = "client_secret_basic", par, sender_constraint = "dpop", redirect_uri = "https://app.example.com/cb""#,
    )],
    citations: &[fapi2("5.3.2.1", "shall")],
    check: Check::Subject(|subject, report| {
        let method = subject.declaration.auth;
        if !method.uses_key() {
            let written = subject.written.contains(Key::Auth);
            let place = Place::Key(if written { Key::Auth } else { Key::Profile });
            report.add(at(place).with(&method));
        }
    }),
    ..Rule::BASE
};

const FAPI_PUSHES: &str = "FAPI 2.0 pushes authorization requests, and `par` is not declared";
const SERVER_TAKES_PUSHED: &str =
    "the server requires pushed authorization requests, and `par` is not declared";

/// Authorization requests that have to be pushed, by the profile or by the metadata of the server.
pub static PAR_REQUIRED: Rule = Rule {
    id: "par_required",
    summary: "authorization requests are not pushed, and FAPI 2.0 or the server requires it",
    facts: &[FAPI_PUSHES, SERVER_TAKES_PUSHED],
    help: "add `par`",
    yields_to: &[&KIND_GRANT_MISMATCH, &FAPI_PUBLIC_CLIENT],
    uncovered_by_waiver: &[&KIND_GRANT_MISMATCH, &FAPI_PUBLIC_CLIENT],
    reads: Keys::of(&[Key::Profile, Key::Kind, Key::Grant, Key::Par]),
    values: Keys::of(&[Key::Server]),
    accepts: &[example(
        r#"profile = "fapi2", kind = "web", auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks.json", par, sender_constraint = "dpop", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[
        example(
            r#"profile = "fapi2", kind = "web", auth = "private_key_jwt", jwks_uri = "https://app.example.com/jwks.json", sender_constraint = "dpop", redirect_uri = "https://app.example.com/cb", grant = "authorization_code", pkce = "S256""#,
        ),
        example(
            r#"kind = "web", grant = "authorization_code", pkce = "S256", server = "server.json", redirect_uri = "https://app.example.com/cb""#,
        )
        .served(
            r#"{
  "issuer": "https://as.example.com",
  "authorization_endpoint": "https://as.example.com/authorize",
  "token_endpoint": "https://as.example.com/token",
  "code_challenge_methods_supported": ["S256"],
  "pushed_authorization_request_endpoint": "https://as.example.com/par",
  "require_pushed_authorization_requests": true
}"#,
        ),
    ],
    citations: &[rfc(9126, "5", ""), fapi2("5.3.3.2", "shall")],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let redirecting = declaration.grants.iter().position(|grant| Grant::redirects(*grant));
        let required = subject.server.and_then(|it| it.supported.origin(Place::Key(Key::Par)));
        let fact = match required {
            Some(_) => SERVER_TAKES_PUSHED,
            None if declaration.profile == Profile::Fapi2 => FAPI_PUSHES,
            None => return,
        };
        if let (false, Some(index)) = (declaration.par, redirecting) {
            // What the source writes is not known at run time.
            let written = subject.written.contains(Key::Par) && !subject.at_run_time;
            let place =
                if written { Place::Key(Key::Par) } else { Place::Value(Key::Grant, index) };
            let value = String::from(if written { "true" } else { "" });
            let also: Vec<Place> = required.map(Place::of_document).into_iter().collect();
            let mistake = at(place).also_all(&also).fact(fact);
            report.add(mistake.remedy(Remedy::Set(Key::Par, value)));
        }
    }),
    ..Rule::BASE
};
