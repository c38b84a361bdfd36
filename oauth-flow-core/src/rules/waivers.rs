//! The ways around a rule, which have rules of their own.

use crate::citation::{project, rfc};
use crate::judge::Level::{Off, Warn};
use crate::judge::{Check, Place, Rule, at, example};
use crate::members::{Key, Keys};
use crate::vocabulary::Profile;
#[cfg(feature = "code")]
use crate::{
    declaration::{Declaration, Waiver},
    judge::{Finding, Subject},
};

use super::find;

/// The rules about waivers, in the order of the rulebook. `unused_allow` is last: it looks at what all others found.
pub static RULES: &[&Rule] = &[&LEGACY_PROFILE, &UNUSED_ALLOW];

pub(crate) static LEGACY_PROFILE: Rule = Rule {
    id: "legacy_profile",
    levels: [Off, Warn, Off, Off, Off],
    summary: "the profile is `rfc6749`",
    facts: &["the profile `rfc6749` is older than the current best practice"],
    why: Some("this profile only warns of attacks that RFC 9700 describes"),
    help: "remove the profile, or give a reason: `allow(legacy_profile, reason = \"...\")`",
    reads: Keys::of(&[Key::Profile]),
    accepts: &[example(
        r#"profile = "rfc6749", kind = "web", redirect_uri = "https://app.example.com/cb", allow(legacy_profile, reason = "server predates RFC 9700; replaced in 2027")"#,
    )],
    rejects: &[example(
        r#"profile = "rfc6749", kind = "web", redirect_uri = "https://app.example.com/cb""#,
    )],
    citations: &[rfc(9700, "1", "BCP")],
    check: Check::Subject(|subject, report| {
        if subject.declaration.profile == Profile::Rfc6749 {
            report.add(at(Place::Key(Key::Profile)));
        }
    }),
    ..Rule::BASE
};

/// The finding that a waiver beside a line of code silences nothing.
#[cfg(feature = "code")]
#[must_use]
pub fn unused_beside_line(rule: &str) -> Finding {
    let waivers = [Waiver { rule, reason: "", until: None }];
    let subject = Subject::of(Declaration { waivers: &waivers, ..Declaration::EMPTY });
    Finding::of(&UNUSED_ALLOW, Warn, at(Place::Waiver(0)).quote(rule).remove(), &subject)
}

/// A waiver that silences nothing. It looks at the findings of all other rules, and reports nothing where
/// a key could not be read, since the waived rule may have been about that key, nor where the run time
/// may bring a value, or the metadata of the server, that the waived rule judges.
pub(crate) static UNUSED_ALLOW: Rule = Rule {
    id: "unused_allow",
    levels: [Warn; 5],
    summary: "a waiver names a rule that reports nothing",
    facts: &["the waiver of `{rule}` silences nothing"],
    help: "remove the waiver",
    accepts: &[
        example(
            r#"kind = "trusted", grant = "password", auth = "client_secret_basic", allow(password_grant, reason = "terminal retired with release 9")"#,
        ),
        example(
            r#"kind = "web", redirect_uri = "https://app.example.com/cb", allow(insecure_issuer, reason = "compose network")"#,
        )
        .on("struct Client { client_id: String, client_secret: String, issuer: String }"),
        example(
            r#"kind = "m2m", allow(unsupported_auth_method, reason = "the server lists one of its methods")"#,
        ),
    ],
    rejects: &[
        example(
            r#"kind = "web", redirect_uri = "https://app.example.com/cb", allow(plain_pkce, reason = "old server")"#,
        ),
        example(
            r#"kind = "web", redirect_uri = "https://app.example.com/cb", allow(insecure_redirect_uri, reason = "old proxy")"#,
        ),
    ],
    citations: &[project("docs/waivers.md", "")],
    check: Check::Subject(|subject, report| {
        if !subject.unknown.is_empty() {
            return;
        }
        let open = subject.open();
        let profile = subject.declaration.profile;
        // A tool alone knows whether its rules report something.
        let needed_elsewhere = |id: &str| {
            find(id).is_some_and(|rule| {
                let of_a_tool = matches!(rule.check, Check::Workspace | Check::Code);
                of_a_tool || (rule.level(profile) != Off && rule.values.intersects(open))
            })
        };
        for (index, waiver) in subject.declaration.waivers.iter().enumerate() {
            if waiver.rule != UNUSED_ALLOW.id
                && !report.has_reported(waiver.rule)
                && !needed_elsewhere(waiver.rule)
            {
                report.add(at(Place::Waiver(index)).quote(waiver.rule).remove());
            }
        }
    }),
    ..Rule::BASE
};
