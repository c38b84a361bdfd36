//! The grants of RFC 6749 that the best practice has withdrawn.

use super::{is_hybrid, positions, toward_recommended};
use crate::citation::{fapi2, oauth21, rfc};
use crate::judge::Level::{Error, Warn};
use crate::judge::{Check, Report, Rule, Subject, at, example};
use crate::members::{Key, Keys};
use crate::vocabulary::{Grant, Kind};

const TOKEN_IN_REDIRECT: &str = "the implicit grant returns the access token in the redirect";
const ID_TOKEN_IN_REDIRECT: &str =
    "the response type `id_token` belongs to the deprecated implicit grant";

pub(crate) static IMPLICIT_GRANT: Rule = Rule {
    id: "implicit_grant",
    levels: [Error, Warn, Error, Error, Error],
    summary: "the implicit grant is declared, or a response type without a code",
    facts: &[TOKEN_IN_REDIRECT, ID_TOKEN_IN_REDIRECT],
    why: Some("what is in a URL reaches histories, logs and other scripts; a code alone does not"),
    help: "use `grant = \"authorization_code\"` with `pkce = \"S256\"`",
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::ResponseType]),
    accepts: &[example(
        r#"kind = "spa", grant = "authorization_code", pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[
        example(r#"kind = "spa", grant = "implicit", redirect_uri = "https://app.example.com/cb""#),
        example(
            r#"kind = "web", response_type = "id_token", redirect_uri = "https://app.example.com/cb""#,
        ),
    ],
    citations: &[
        rfc(9700, "2.1.2", "SHOULD NOT"),
        rfc(10017, "7.2", "MUST NOT"),
        rfc(8252, "8.2", "NOT RECOMMENDED"),
        oauth21("10", "omitted"),
        fapi2("5.3.2.2", "shall"),
    ],
    check: Check::Subject(find_implicit_grant),
    ..Rule::BASE
};

fn find_implicit_grant(subject: &Subject<'_>, report: &mut Report<'_>) {
    let types = subject.declaration.response_types;
    let codeless = positions(Key::ResponseType, types, |response| !response.has_code());
    let grant = subject.place_of(Grant::Implicit).filter(|_| !is_hybrid(subject));
    let Some(place) = grant.or(codeless.first().copied()) else { return };
    let identity = types.iter().any(|response| response.has_id_token());
    let token = types.iter().any(|response| response.has_token());
    let fact = if identity && !token { ID_TOKEN_IN_REDIRECT } else { TOKEN_IN_REDIRECT };
    let remedy = toward_recommended(subject, grant, !codeless.is_empty());
    report.add(at(place).also_all(&codeless).fact(fact).remedy(remedy));
}

const FOR_TRUSTED_APPS: &str =
    "RFC 6749 meant the `password` grant for trusted apps; RFC 9700 forbids it";
const PASSWORD_TO_CLIENT: &str = "the `password` grant gives the user's password to the client";

pub(crate) static PASSWORD_GRANT: Rule = Rule {
    id: "password_grant",
    levels: [Error, Warn, Error, Error, Error],
    summary: "the resource owner password credentials grant is declared",
    facts: &[FOR_TRUSTED_APPS, PASSWORD_TO_CLIENT],
    why: Some("the user learns to type the password into apps, and no second factor can be asked"),
    help: "use `grant = \"authorization_code\"` with `pkce = \"S256\"`; for a first-party app that asks \
           the user itself, see OAuth 2.0 for First-Party Applications \
           (draft-ietf-oauth-first-party-apps-04); else state `allow(password_grant, reason = \"...\")`",
    reads: Keys::of(&[Key::Kind, Key::Grant]),
    accepts: &[
        example(
            r#"kind = "trusted", grant = "authorization_code", pkce = "S256", redirect_uri = "http://127.0.0.1/cb""#,
        ),
        example(
            r#"kind = "trusted", grant = "password", auth = "client_secret_basic", allow(password_grant, reason = "legacy first-party terminal, retired with release 9")"#,
        ),
    ],
    rejects: &[
        example(r#"kind = "trusted", grant = "password", auth = "client_secret_basic""#),
        example(
            r#"kind = "web", grant("authorization_code", "password"), pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
        ),
    ],
    citations: &[
        rfc(9700, "2.4", "MUST NOT"),
        rfc(6749, "4.3", ""),
        rfc(10017, "7.3", "MUST NOT"),
        oauth21("10", "omitted"),
        fapi2("5.3.2.1", "shall"),
        rfc(6749, "10.7", "SHOULD"),
    ],
    check: Check::Subject(find_password_grant),
    ..Rule::BASE
};

fn find_password_grant(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(place) = subject.place_of(Grant::Password) else { return };
    if subject.is_kind(&[Kind::Trusted]) {
        report.add(at(place).fact(FOR_TRUSTED_APPS));
    } else {
        let remedy = toward_recommended(subject, Some(place), false);
        report.add(at(place).fact(PASSWORD_TO_CLIENT).remedy(remedy));
    }
}
