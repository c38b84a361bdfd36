//! The grants that issue a refresh token.

use alloc::format;
use alloc::string::String;

use super::kind::KIND_GRANT_MISMATCH;
use super::what_it_needs;
use crate::citation::{Citation, rfc};
use crate::declaration::Declaration;
use crate::judge::Level::Warn;
use crate::judge::{Check, Place, Remedy, Rule, Subject, at, example};
use crate::members::{Key, Keys, Role};
use crate::recommendation::row;
use crate::vocabulary::{Grant, Kind, Word};

const OF_CLIENT_CREDENTIALS: &[Citation] = &[rfc(6749, "4.4.3", "SHOULD NOT")];
const OF_REFRESH_TOKENS: &[Citation] = &[rfc(6749, "1.5", "")];
const OF_IMPLICIT: &[Citation] = &[rfc(6749, "4.2.2", "MUST NOT")];

pub(crate) static REFRESH_WITHOUT_SOURCE: Rule = Rule {
    id: "refresh_without_source",
    summary: "no declared grant can issue a refresh token",
    facts: &["no declared grant can issue a refresh token"],
    help: "remove `refresh_token`: ask for a new access token instead",
    reads: Keys::of(&[Key::Kind, Key::Grant]),
    accepts: &[
        example(r#"kind = "m2m", grant = "client_credentials""#),
        example(r#"kind = "native", grant = "refresh_token""#)
            .on("struct Client { client_id: String, refresh_token: String, token_url: String }"),
    ],
    rejects: &[
        example(r#"kind = "m2m", grant("client_credentials", "refresh_token")"#),
        example(r#"kind = "spa", grant = "refresh_token""#),
    ],
    citations: &[
        rfc(6749, "4.4.3", "SHOULD NOT"),
        rfc(6749, "4.2.2", "MUST NOT"),
        rfc(6749, "1.5", ""),
    ],
    check: Check::Subject(|subject, report| {
        let Some(place) = subject.place_of(Grant::RefreshToken) else { return };
        let declaration = &subject.declaration;
        if declaration.grants.iter().copied().any(issues_refresh_tokens)
            || !declaration.extension_grants.is_empty()
            || uses_the_token_of_another(subject)
        {
            return;
        }
        report.add(at(place).citing(cited(declaration)).remedy(toward_a_source(subject, place)));
    }),
    ..Rule::BASE
};

/// What says that no declared grant issues a refresh token.
fn cited(declaration: &Declaration<'_>) -> &'static [Citation] {
    if declaration.allows(Grant::ClientCredentials) {
        OF_CLIENT_CREDENTIALS
    } else if declaration.allows(Grant::Implicit) {
        OF_IMPLICIT
    } else {
        OF_REFRESH_TOKENS
    }
}

/// The remedy of a `refresh_token` at `place` that no declared grant issues.
fn toward_a_source(subject: &Subject<'_>, place: Place) -> Remedy {
    let declaration = &subject.declaration;
    if declaration.grants.len() > 1 {
        return Remedy::Remove(place);
    }
    let recommended = declaration.kind.map(|kind| row(kind).grant);
    let grant = recommended.unwrap_or(Grant::AuthorizationCode);
    if !issues_refresh_tokens(grant) {
        return Remedy::Replace(place, String::from(grant.word()));
    }
    let needs = what_it_needs(subject, grant, true);
    // A browser app has no other program whose token it could use.
    let other = match declaration.kind {
        Some(Kind::Spa) => "",
        _ => ", or a `refresh_token` field that holds the token of another program",
    };
    Remedy::Decide(format!("declare the grant that issues it too, `{grant}`{needs}{other}"))
}

/// Whether a token response to the grant may have a refresh token (RFC 6749 sections 4.2.2 and 4.4.3).
const fn issues_refresh_tokens(grant: Grant) -> bool {
    !matches!(grant, Grant::RefreshToken | Grant::ClientCredentials | Grant::Implicit)
}

/// Whether the client does nothing but use a refresh token that another program got and a field
/// holds. A browser app has no such program beside it.
pub(crate) fn uses_the_token_of_another(subject: &Subject<'_>) -> bool {
    let declaration = &subject.declaration;
    matches!(declaration.grants, [Grant::RefreshToken])
        && declaration.extension_grants.is_empty()
        && declaration.kind != Some(Kind::Spa)
        && subject.field_in(Role::RefreshToken).is_some()
}

/// Whether each grant of the client but `refresh_token` presents an assertion, and there is one.
pub(crate) fn presents_assertions_alone(declaration: &Declaration<'_>) -> bool {
    let (mut is_alone, mut only_assertions) = (true, true);
    for grant in declaration.grants {
        if *grant != Grant::RefreshToken {
            is_alone = false;
            only_assertions &= grant.is_assertion();
        }
    }
    !is_alone && only_assertions && declaration.extension_grants.is_empty()
}

pub(crate) static REFRESH_WITH_ASSERTION_GRANT: Rule = Rule {
    id: "refresh_with_assertion_grant",
    levels: [Warn; 5],
    summary: "a refresh token is asked for, and all other grants are assertions",
    facts: &["`refresh_token` is declared, and each other grant presents an assertion"],
    why: Some(
        "a refresh token outlives the assertion: the partner cannot end the access by issuing no more",
    ),
    help: "remove `refresh_token`, and present a new assertion instead",
    yields_to: &[&KIND_GRANT_MISMATCH, &REFRESH_WITHOUT_SOURCE],
    uncovered_by_waiver: &[&KIND_GRANT_MISMATCH],
    reads: Keys::of(&[Key::Kind, Key::Grant]),
    accepts: &[example(r#"kind = "third_party", grant = "jwt-bearer""#)],
    rejects: &[example(r#"kind = "third_party", grant("jwt-bearer", "refresh_token")"#)],
    citations: &[rfc(7521, "4.1", "")],
    check: Check::Subject(|subject, report| {
        let Some(place) = subject.place_of(Grant::RefreshToken) else { return };
        if presents_assertions_alone(&subject.declaration) {
            report.add(at(place).remove());
        }
    }),
    ..Rule::BASE
};
