//! Proof Key for Code Exchange, RFC 7636.

use crate::citation::{fapi2, mcp, oauth21, rfc};
use crate::judge::Level::{Error, Off, Warn};
use crate::judge::{Check, Holds, Place, Report, Rule, Subject, at, example};
use crate::members::{Key, Keys, Role};
use crate::rules::client_authentication::method::SKIP;
use crate::rules::fapi::FAPI_PUBLIC_CLIENT;
use crate::rules::grants::deprecated::{IMPLICIT_GRANT, PASSWORD_GRANT};
use crate::rules::grants::kind::KIND_GRANT_MISMATCH;
use crate::rules::registration::REGISTRATION_MISMATCH;
use crate::vocabulary::{Grant, Pkce, Profile};

/// The rules about PKCE, in the order of the rulebook.
pub static RULES: &[&Rule] = &[
    &MISSING_PKCE,
    &MISSING_PKCE_CONFIDENTIAL,
    &PLAIN_PKCE,
    &PKCE_SWITCH,
    &PKCE_WITHOUT_CODE_GRANT,
];

pub(crate) static MISSING_PKCE: Rule = Rule {
    id: "missing_pkce",
    summary: "a public client uses the authorization code grant without PKCE",
    facts: &["a `{kind}` client uses the authorization code grant without PKCE"],
    help: "add `pkce = \"S256\"`",
    yields_to: &[&FAPI_PUBLIC_CLIENT, &KIND_GRANT_MISMATCH],
    uncovered_by_waiver: &[&FAPI_PUBLIC_CLIENT, &KIND_GRANT_MISMATCH],
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::Pkce, Key::Auth]),
    accepts: &[example(
        r#"kind = "spa", grant = "authorization_code", pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[
        example(
            r#"kind = "spa", grant = "authorization_code", redirect_uri = "https://app.example.com/cb""#,
        ),
        example(
            r#"kind = "native", grant = "authorization_code", pkce = "none", redirect_uri = "com.example.app:/cb""#,
        ),
    ],
    citations: &[
        rfc(9700, "2.1.1", "MUST"),
        rfc(7636, "4.2", ""),
        rfc(8252, "6", "MUST"),
        rfc(10017, "6.3.2.1", "MUST"),
        oauth21("4.1.1", "MUST"),
        mcp("Authorization Code Protection", "MUST"),
    ],
    check: Check::Subject(|subject, report| {
        if subject.declaration.is_public() {
            find_missing(subject, report);
        }
    }),
    ..Rule::BASE
};

pub(crate) static MISSING_PKCE_CONFIDENTIAL: Rule = Rule {
    id: "missing_pkce_confidential",
    levels: [Warn, Off, Error, Error, Error],
    summary: "a confidential client uses the authorization code grant without PKCE",
    facts: &["a `{kind}` client uses the authorization code grant without PKCE"],
    why: Some("a secret does not stop a stolen code that is injected into this client; PKCE does"),
    help: "add `pkce = \"S256\"`",
    yields_to: &[&KIND_GRANT_MISMATCH],
    uncovered_by_waiver: &[&KIND_GRANT_MISMATCH],
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::Pkce, Key::Auth]),
    accepts: &[example(
        r#"kind = "web", grant = "authorization_code", pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[example(
        r#"kind = "web", grant = "authorization_code", redirect_uri = "https://app.example.com/cb""#,
    )],
    citations: &[
        rfc(9700, "2.1.1", "RECOMMENDED"),
        oauth21("7.5.1.1", "REQUIRED"),
        fapi2("5.3.3.2", "shall"),
        mcp("Authorization Code Protection", "MUST"),
    ],
    check: Check::Subject(|subject, report| {
        if !subject.declaration.is_public() {
            find_missing(subject, report);
        }
    }),
    ..Rule::BASE
};

/// Reports a code grant without PKCE at the `pkce` that says none, else at the grant.
fn find_missing(subject: &Subject<'_>, report: &mut Report<'_>) {
    let declaration = &subject.declaration;
    let (Some(grant), Some(kind)) = (subject.place_of(Grant::AuthorizationCode), declaration.kind)
    else {
        return;
    };
    let place = match declaration.pkce {
        None => grant,
        Some(Pkce::None) => Place::Key(Key::Pkce),
        Some(_) => return,
    };
    report.add(at(place).with(&kind).set(Key::Pkce, Pkce::S256));
}

const SENDS_VERIFIER: &str = "the PKCE method `plain` sends the verifier itself as the challenge";
const REMOVED: &str = "OAuth 2.1 has removed the PKCE method `plain`";

pub(crate) static PLAIN_PKCE: Rule = Rule {
    id: "plain_pkce",
    summary: "the PKCE method is `plain`",
    facts: &[SENDS_VERIFIER, REMOVED],
    why: Some("whoever sees the authorization request sees the verifier; S256 shows only its hash"),
    help: "use `pkce = \"S256\"`",
    reads: Keys::of(&[Key::Pkce]),
    accepts: &[example(
        r#"kind = "native", grant = "authorization_code", pkce = "S256", redirect_uri = "com.example.app:/cb""#,
    )],
    rejects: &[example(
        r#"kind = "native", grant = "authorization_code", pkce = "plain", redirect_uri = "com.example.app:/cb""#,
    )],
    citations: &[
        rfc(7636, "4.2", "MUST"),
        rfc(9700, "2.1.1", "SHOULD"),
        rfc(7636, "7.2", "SHOULD NOT"),
        oauth21("4.1.1", "MUST"),
        oauth21("7.5.2", "forbidden"),
        mcp("Authorization Code Protection", "MUST"),
    ],
    check: Check::Subject(|subject, report| {
        if subject.declaration.pkce == Some(Pkce::Plain) {
            let removed = subject.declaration.profile == Profile::OAuth21;
            let fact = if removed { REMOVED } else { SENDS_VERIFIER };
            report.add(at(Place::Key(Key::Pkce)).fact(fact).set(Key::Pkce, Pkce::S256));
        }
    }),
    ..Rule::BASE
};

pub(crate) static PKCE_SWITCH: Rule = Rule {
    id: "pkce_switch",
    levels: [Warn, Warn, Warn, Error, Warn],
    summary: "a field of the struct makes PKCE a choice of the run time",
    facts: &["the field `{field}` makes PKCE a choice of the run time"],
    why: Some("a switch that can be off lets a configuration undo what was declared"),
    help: "remove the field: with `pkce = \"S256\"` declared, PKCE is always sent",
    accepts: &[example(
        r#"kind = "web", grant = "authorization_code", pkce = "S256", redirect_uri = "https://app.example.com/cb""#,
    )],
    rejects: &[example(r#"kind = "web", redirect_uri = "https://app.example.com/cb""#)
        .on("struct Client { client_id: String, client_secret: String, use_pkce: bool }")],
    citations: &[rfc(7636, "7.2", "MUST NOT"), rfc(9700, "2.1.1", "MUST")],
    check: Check::Subject(|subject, report| {
        for (place, field) in subject.fields_in(Role::PkceSwitch) {
            if !matches!(field.holds, Holds::RequestValue(_)) {
                report.add(at(place).quote(&field.name).remove().or(SKIP));
            }
        }
    }),
    ..Rule::BASE
};

pub(crate) static PKCE_WITHOUT_CODE_GRANT: Rule = Rule {
    id: "pkce_without_code_grant",
    levels: [Warn; 5],
    summary: "PKCE is declared, and no grant sends an authorization code",
    facts: &["PKCE is declared, and no declared grant sends an authorization code"],
    help: "remove `pkce`, or declare the grant that it protects",
    yields_to: &[
        &KIND_GRANT_MISMATCH,
        &IMPLICIT_GRANT,
        &PASSWORD_GRANT,
        &PLAIN_PKCE,
        &REGISTRATION_MISMATCH,
    ],
    uncovered_by_waiver: &[
        &KIND_GRANT_MISMATCH,
        &IMPLICIT_GRANT,
        &PASSWORD_GRANT,
        &REGISTRATION_MISMATCH,
    ],
    reads: Keys::of(&[Key::Kind, Key::Grant, Key::Pkce, Key::ResponseType]),
    accepts: &[example(r#"kind = "m2m", grant = "client_credentials""#)],
    rejects: &[example(r#"kind = "m2m", grant = "client_credentials", pkce = "S256""#)],
    citations: &[rfc(7636, "4.3", "")],
    check: Check::Subject(|subject, report| {
        let declaration = &subject.declaration;
        let declared = declaration.pkce.is_some_and(|method| method != Pkce::None);
        if declared && !declaration.allows(Grant::AuthorizationCode) {
            report.add(at(Place::Key(Key::Pkce)).remove());
        }
    }),
    ..Rule::BASE
};
