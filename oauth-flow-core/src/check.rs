//! Holds a subject against every rule.

use alloc::vec::Vec;

use crate::case::Case;
use crate::finding::Finding;
use crate::rule::{Check, Level, Report, Rule};
use crate::rules;
use crate::subject::{Place, Subject};

/// Every mistake of the declaration, each once, in the order of the chapters. Rules that are off
/// under its profile, that yield to another one, or that it waives say nothing.
#[must_use]
pub fn check(subject: &Subject<'_>) -> Vec<Finding> {
    speaking(subject, &unfiltered(subject))
}

/// The mistakes that these rules find: for a front end that has only some values to judge, and
/// whose program is to hold no more of the rulebook than that takes.
#[must_use]
pub fn check_against(
    rules: impl Iterator<Item = &'static Rule>,
    subject: &Subject<'_>,
) -> Vec<Finding> {
    speaking(subject, &found(rules, subject))
}

/// All that the rules find, before precedence and waivers: what a tool shows that lists waivers
/// too.
#[must_use]
pub fn unfiltered(subject: &Subject<'_>) -> Vec<Finding> {
    found(rules::all(), subject)
}

/// What is left after precedence and waivers.
fn speaking(subject: &Subject<'_>, fired: &[Finding]) -> Vec<Finding> {
    let declaration = &subject.declaration;
    let waived = |id: &str| declaration.waivers.iter().any(|waiver| waiver.rule == id);
    let speaks = |finding: &&Finding| {
        !waived(finding.rule.id) && !fired.iter().any(|other| silences(other, finding, waived))
    };
    fired.iter().filter(speaks).cloned().collect()
}

fn found(rules: impl Iterator<Item = &'static Rule>, subject: &Subject<'_>) -> Vec<Finding> {
    let declaration = &subject.declaration;
    let case = Case::of(subject);
    let mut report = Report::new(&rules::waivers::UNUSED_ALLOW);
    for rule in rules {
        let level = match rule.level(declaration.profile) {
            Level::Off => continue,
            Level::Warn if declaration.denied.contains(&rule.id) => Level::Error,
            level => level,
        };
        if let Check::Subject(look) = rule.check
            && !rule.reads.intersects(subject.unknown)
        {
            report.turn_to(rule, level);
            look(&case, &mut report);
        }
    }
    report.into_findings()
}

/// Whether `other` is the same mistake as `finding` and says it better: the stronger level speaks,
/// and of two equal ones the one that the rule names.
fn silences(other: &Finding, finding: &Finding, waived: impl Fn(&str) -> bool) -> bool {
    let yields = finding.rule.yields_to.contains(&other.rule.id);
    let is_yielded_to = other.rule.yields_to.contains(&finding.rule.id);
    let uncovered =
        finding.rule.uncovered_by_waiver.contains(&other.rule.id) && waived(other.rule.id);
    let better = (yields && other.level >= finding.level && !uncovered)
        || (is_yielded_to && other.level > finding.level);
    better && meet(other, finding)
}

/// Whether two findings stand on one place, or on different keys of the declaration.
fn meet(a: &Finding, b: &Finding) -> bool {
    let places = |finding: &Finding| {
        let mut places = finding.also.clone();
        places.push(finding.place);
        places
    };
    let (a, b) = (places(a), places(b));
    // Two URIs are two things, though one rule judges both: a mistake in one says nothing of the
    // other.
    let apart = |left: &Place, right: &Place| {
        left.key() != right.key() && !(left.is_uri() && right.is_uri())
    };
    // The place of a key is that of each of its values.
    let whole =
        |left: &Place, right: &Place| matches!(left, Place::Key(key) if right.key() == Some(*key));
    let same = |left: &Place, right: &Place| {
        left == right || whole(left, right) || whole(right, left) || apart(left, right)
    };
    a.iter().any(|left| b.iter().any(|right| same(left, right)))
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::check;
    use crate::declaration::{Declaration, Waiver};
    use crate::subject::Subject;
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
            authorization_endpoint: Some("https://as.example.com/auth?password=x"),
            token_endpoint: Some("http://as.example.com/token"),
            ..WEB
        };
        assert_eq!(ids(&declaration), ["secret_in_uri", "insecure_endpoint"]);
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
        assert_eq!(levels, [("missing_pkce_confidential", crate::Level::Error)]);
    }
}
