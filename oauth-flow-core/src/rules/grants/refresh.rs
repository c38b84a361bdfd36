//! The grants that issue a refresh token.

use alloc::format;
use alloc::string::String;

use super::kind::KIND_GRANT_MISMATCH;
use crate::citation::rfc;
use crate::judge::Level::Warn;
use crate::judge::{Check, Remedy, Rule, Subject, at, example};
use crate::members::{Key, Keys, Role};
use crate::recommendation::row;
use crate::vocabulary::{Grant, Kind, Word};

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
    citations: &[rfc(6749, "4.4.3", "SHOULD NOT"), rfc(6749, "4.2.2", "MUST NOT")],
    check: Check::Subject(|subject, report| {
        let Some(place) = subject.place_of(Grant::RefreshToken) else { return };
        let declaration = &subject.declaration;
        let issues = |grant: &Grant| {
            !matches!(grant, Grant::RefreshToken | Grant::ClientCredentials | Grant::Implicit)
        };
        if declaration.grants.iter().any(issues)
            || !declaration.extension_grants.is_empty()
            || uses_the_token_of_another(subject)
        {
            return;
        }
        let remedy = if declaration.grants.len() > 1 {
            Remedy::Remove(place)
        } else {
            let recommended = declaration.kind.map(|kind| row(kind).grant);
            let grant = recommended.unwrap_or(Grant::AuthorizationCode);
            if issues(&grant) {
                Remedy::Decide(format!(
                    "declare the grant that issues it, such as `{grant}`, or a `refresh_token` field \
                     that holds the token of another program"
                ))
            } else {
                Remedy::Replace(place, String::from(grant.word()))
            }
        };
        report.add(at(place).remedy(remedy));
    }),
    ..Rule::BASE
};

/// Whether the client does nothing but use a refresh token that another program got and a field
/// holds. A browser app has no such program beside it.
pub(crate) fn uses_the_token_of_another(subject: &Subject<'_>) -> bool {
    let declaration = &subject.declaration;
    matches!(declaration.grants, [Grant::RefreshToken])
        && declaration.extension_grants.is_empty()
        && declaration.kind != Some(Kind::Spa)
        && subject.field_in(Role::RefreshToken).is_some()
}

pub(crate) static REFRESH_WITH_ASSERTION_GRANT: Rule = Rule {
    id: "refresh_with_assertion_grant",
    levels: [Warn; 5],
    summary: "a refresh token is asked for, and all other grants are assertions",
    facts: &["the client can present a new assertion in place of a refresh token"],
    why: Some("a refresh token outlives the assertion, and with it the decision of the partner"),
    help: "remove `refresh_token`, and present a new assertion instead",
    yields_to: &[&KIND_GRANT_MISMATCH, &REFRESH_WITHOUT_SOURCE],
    reads: Keys::of(&[Key::Kind, Key::Grant]),
    accepts: &[example(r#"kind = "third_party", grant = "jwt-bearer""#)],
    rejects: &[example(r#"kind = "third_party", grant("jwt-bearer", "refresh_token")"#)],
    citations: &[rfc(7521, "4.1", "")],
    check: Check::Subject(|subject, report| {
        let Some(place) = subject.place_of(Grant::RefreshToken) else { return };
        let declaration = &subject.declaration;
        let (mut is_alone, mut only_assertions) = (true, true);
        for grant in declaration.grants {
            if *grant != Grant::RefreshToken {
                is_alone = false;
                only_assertions &= grant.is_assertion();
            }
        }
        if !is_alone && only_assertions && declaration.extension_grants.is_empty() {
            report.add(at(place).remove());
        }
    }),
    ..Rule::BASE
};
