//! Judges a subject by the rules.

use alloc::vec::Vec;

use super::finding::Finding;
use super::level::Level;
use super::place::Place;
use super::report::Report;
use super::rule::{Check, Rule};
use super::subject::Subject;
#[cfg(feature = "code")]
use super::{code::Code, origin::Origin};
use crate::declaration::Declaration;
use crate::rules;

/// Every mistake of the declaration, each once, in the order of the chapters. A rule
/// reports nothing if it is off under the profile, yields to another rule, or is waived.
#[must_use]
pub fn check(subject: &Subject<'_>) -> Vec<Finding> {
    resolved(subject, unfiltered(subject))
}

/// The mistakes that these rules find: for a front end that has only some values to judge, and
/// whose program is to hold no more of the rulebook than that takes.
#[must_use]
pub fn check_against(
    rules: impl Iterator<Item = &'static Rule>,
    subject: &Subject<'_>,
) -> Vec<Finding> {
    let mut found = Found::default();
    for rule in rules {
        found.check(rule, subject);
    }
    resolved(subject, found.findings)
}

/// All that the rules find, before precedence and waivers: what a tool shows that lists waivers
/// too.
#[must_use]
pub fn unfiltered(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Found::default();
    for chapter in rules::CHAPTERS {
        for rule in chapter.rules {
            found.check(rule, subject);
        }
    }
    found.findings
}

/// What the rules about code find in the code of a client, declared or not, before waivers.
#[cfg(feature = "code")]
pub(super) fn find_in_code(code: &Code, subject: Option<&Subject<'_>>) -> Vec<Finding> {
    let nobody = Subject::of(Declaration::EMPTY);
    let shown = subject.unwrap_or(&nobody);
    let mut findings = Vec::new();
    for rule in rules::all() {
        let Some(look) = rules::code::look(rule) else { continue };
        for mistake in Report::of(&[], |report| look(code, subject, report)) {
            let denied = shown.declaration.denied.contains(&rule.id);
            let level = match mistake.level {
                Some(Level::Warn) if denied => Level::Error,
                Some(level) => level,
                None => level_of(rule, &shown.declaration),
            };
            if level != Level::Off {
                let finding = Finding::of(rule, level, mistake, shown);
                // A constant that two functions name is one text.
                if !findings.contains(&finding) {
                    findings.push(finding);
                }
            }
        }
    }
    findings
}

#[cfg(feature = "code")]
impl Code {
    /// What the rules about code find in the code of a client that may be one of several that are
    /// declared.
    #[must_use]
    pub fn findings_but_undeclared(&self) -> Vec<Finding> {
        let mut findings = self.findings();
        findings.retain(|finding| finding.rule != &rules::code::UNDECLARED_CLIENT);
        findings
    }

    /// What the rules about code find in the code of a client that nothing declares.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = find_in_code(self, None);
        for finding in &mut findings {
            if let Place::Code(index) = finding.place {
                finding.origin = Origin::Code(index);
            }
        }
        findings
    }
}

/// The level of a rule under the profile of the declaration, as `deny` raises it.
pub(super) fn level_of(rule: &Rule, declaration: &Declaration<'_>) -> Level {
    match rule.level(declaration.profile) {
        Level::Warn if declaration.denied.contains(&rule.id) => Level::Error,
        level => level,
    }
}

/// What was found so far, and by which rules.
#[derive(Default)]
struct Found {
    findings: Vec<Finding>,
    reported: Vec<&'static str>,
}

impl Found {
    fn check(&mut self, rule: &'static Rule, subject: &Subject<'_>) {
        let (Check::Subject(look) | Check::Values(look)) = rule.check else { return };
        let level = level_of(rule, &subject.declaration);
        if level == Level::Off {
            return;
        }
        if rule.reads.intersects(subject.unknown) {
            return;
        }
        for mistake in Report::of(&self.reported, |report| look(subject, report)) {
            self.findings.push(Finding::of(rule, level, mistake, subject));
        }
        if self.findings.last().is_some_and(|finding| finding.rule == rule) {
            self.reported.push(rule.id);
        }
    }
}

/// What is left after precedence and waivers.
fn resolved(subject: &Subject<'_>, mut findings: Vec<Finding>) -> Vec<Finding> {
    if findings.is_empty() {
        return findings;
    }
    let waived = |id: &str| subject.declaration.waivers.iter().any(|waiver| waiver.rule == id);
    // A rule finds all of its mistakes before the next one looks.
    let mut of_rules = Vec::new();
    for of_rule in findings.chunk_by(|one, next| one.rule == next.rule) {
        of_rules.push(of_rule);
    }
    let mut silenced = Vec::with_capacity(findings.len());
    for finding in &findings {
        let by_rule = |of_rule: &&[Finding]| silence(of_rule, finding, &waived);
        silenced.push(waived(finding.rule.id) || of_rules.iter().any(by_rule));
    }
    let mut silenced = silenced.into_iter();
    findings.retain(|_| silenced.next() == Some(false));
    findings
}

/// Whether one of the findings of another rule is the same mistake as `finding` and says it better: the
/// one of the stronger level is shown, and of two equal ones the one that the other's rule yields to.
fn silence(of_rule: &[Finding], finding: &Finding, waived: &dyn Fn(&str) -> bool) -> bool {
    let Some(Finding { rule, .. }) = of_rule.first() else { return false };
    let uncovered = finding.rule.uncovered_by_waiver.contains(rule) && waived(rule.id);
    let yields = finding.rule.yields_to.contains(rule) && !uncovered;
    let is_yielded_to = rule.yields_to.contains(&finding.rule);
    if !yields && !is_yielded_to {
        return false;
    }
    of_rule.iter().any(|other| {
        let better = (yields && other.level >= finding.level)
            || (is_yielded_to && other.level > finding.level);
        better && overlap(other, finding)
    })
}

/// Whether two findings are about one place, or about different keys of the declaration.
fn overlap(one: &Finding, other: &Finding) -> bool {
    let overlaps = |left: Place| {
        one_mistake(left, other.place) || other.also.iter().any(|right| one_mistake(left, *right))
    };
    overlaps(one.place) || one.also.iter().any(|left| overlaps(*left))
}

/// Whether findings at these two places can be one mistake.
fn one_mistake(left: Place, right: Place) -> bool {
    // Two URIs are two things, though one rule judges both: a mistake in one says nothing of the
    // other. A member of a document that no key states is a thing of its own.
    let of_document = |place: Place| matches!(place, Place::Document(_));
    let apart = left.key() != right.key()
        && !(left.is_uri() && right.is_uri())
        && !(of_document(left) || of_document(right));
    // The place of a key is that of each of its values.
    let whole = |key: Place, value: Place| matches!(key, Place::Key(_)) && key.key() == value.key();
    left == right || apart || whole(left, right) || whole(right, left)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{check, one_mistake};
    use crate::declaration::{Declaration, Waiver};
    use crate::judge::{Level, Place, Subject};
    use crate::members::{Endpoints, Key};
    use crate::vocabulary::{AuthMethod, Grant, Kind, Pkce, Profile, ResponseType};

    fn ids(declaration: &Declaration<'_>) -> Vec<&'static str> {
        check(&Subject::of(*declaration)).iter().map(|finding| finding.rule.id).collect()
    }

    const WEB: Declaration<'static> = Declaration {
        kind: Some(Kind::Web),
        grants: &[Grant::AuthorizationCode],
        response_types: &[ResponseType::Code],
        pkce: Some(Pkce::S256),
        auth: AuthMethod::ClientSecretBasic,
        redirect_uri_at_run_time: true,
        ..Declaration::EMPTY
    };

    #[test]
    fn a_mistake_in_one_uri_does_not_hide_one_in_another() {
        let declaration = Declaration {
            redirect_uris: &["/cb"],
            post_logout_redirect_uris: &["http://app.example.com/bye"],
            ..WEB
        };
        assert_eq!(ids(&declaration), ["invalid_redirect_uri", "insecure_logout_uri"]);
        let declaration = Declaration {
            endpoints: Endpoints {
                authorization_endpoint: Some("https://as.example.com/auth?password=x"),
                token_endpoint: Some("http://as.example.com/token"),
                ..Endpoints::NONE
            },
            ..WEB
        };
        assert_eq!(ids(&declaration), ["secret_in_uri", "insecure_endpoint"]);
    }

    #[test]
    fn a_mistake_in_one_uri_does_not_hide_one_in_another_of_the_same_key() {
        let insecure_first = ["http://app.example.com/cb", "https://App.example.com/cb"];
        let declaration = Declaration { redirect_uris: &insecure_first, ..WEB };
        assert_eq!(ids(&declaration), ["insecure_redirect_uri", "noncanonical_redirect_uri"]);
        let declaration = Declaration { redirect_uris: &["http://App.example.com/cb"], ..WEB };
        assert_eq!(ids(&declaration), ["insecure_redirect_uri"]);
    }

    #[test]
    fn two_places_are_one_mistake_unless_they_are_two_values_or_two_uris() {
        for (left, right, one) in [
            (Place::Value(Key::Scope, 0), Place::Value(Key::Scope, 0), true),
            (Place::Value(Key::Scope, 0), Place::Value(Key::Scope, 1), false),
            (Place::Key(Key::Scope), Place::Value(Key::Scope, 1), true),
            (Place::Value(Key::Scope, 1), Place::Key(Key::Scope), true),
            (Place::Key(Key::Grant), Place::Value(Key::Scope, 0), true),
            (Place::Key(Key::Issuer), Place::Value(Key::RedirectUri, 0), false),
            (Place::Key(Key::Grant), Place::Value(Key::RedirectUri, 0), true),
            (Place::Value(Key::RedirectUri, 0), Place::Key(Key::Grant), true),
            (Place::Field(0), Place::Field(0), true),
            (Place::Field(0), Place::Field(1), false),
            (Place::Document(0), Place::Document(0), true),
            (Place::Document(0), Place::Key(Key::Auth), false),
            (Place::Key(Key::Auth), Place::Document(0), false),
        ] {
            assert_eq!(one_mistake(left, right), one, "{left:?} {right:?}");
        }
    }

    #[test]
    fn a_warning_does_not_hide_an_error() {
        let declaration = Declaration {
            profile: Profile::Rfc6749,
            grants: &[Grant::AuthorizationCode, Grant::Password],
            waivers: &[Waiver { rule: "legacy_profile", reason: "a test", until: None }],
            ..WEB
        };
        assert_eq!(ids(&declaration), ["kind_grant_mismatch"]);
    }

    #[test]
    fn a_waived_rule_still_silences_what_yields_to_it_but_for_the_password_grant() {
        let waive = |rule| [Waiver { rule, reason: "a test", until: None }];
        let public = waive("public_client_credentials");
        let m2m = Declaration {
            kind: Some(Kind::M2m),
            grants: &[Grant::ClientCredentials],
            auth: AuthMethod::None,
            ..Declaration::EMPTY
        };
        assert_eq!(ids(&m2m), ["public_client_credentials"]);
        assert_eq!(ids(&Declaration { waivers: &public, ..m2m }), [""; 0]);
        let password = waive("password_grant");
        let web = Declaration {
            grants: &[Grant::AuthorizationCode, Grant::Password],
            waivers: &password,
            ..WEB
        };
        assert_eq!(ids(&web), ["kind_grant_mismatch"]);
    }

    #[test]
    fn deny_turns_a_warning_into_an_error() {
        let declaration = Declaration { pkce: None, denied: &["missing_pkce_confidential"], ..WEB };
        let findings = check(&Subject::of(declaration));
        let levels: Vec<_> =
            findings.iter().map(|finding| (finding.rule.id, finding.level)).collect();
        assert_eq!(levels, [("missing_pkce_confidential", Level::Error)]);
    }
}
