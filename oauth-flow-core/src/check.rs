//! Holds a subject against every rule.

use alloc::vec::Vec;

use crate::finding::Finding;
use crate::rule::{Check, Level, Report};
use crate::rules;
use crate::subject::Subject;

/// Every mistake of the declaration, each once, in the order of the chapters. Rules that are off
/// under its profile, that yield to another one, or that it waives say nothing.
#[must_use]
pub fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let declaration = &subject.declaration;
    let fired = unfiltered(subject);
    let waived = |id: &str| declaration.waivers.iter().any(|waiver| waiver.rule == id);
    let speaks = |finding: &&Finding| {
        !waived(finding.rule.id) && !fired.iter().any(|other| silences(other, finding, waived))
    };
    fired.iter().filter(speaks).cloned().collect()
}

/// All that the rules find, before precedence and waivers: what a tool shows that lists waivers
/// too.
#[must_use]
pub fn unfiltered(subject: &Subject<'_>) -> Vec<Finding> {
    let declaration = &subject.declaration;
    let mut report = Report::new(&rules::waivers::UNUSED_ALLOW);
    for rule in rules::all() {
        let level = match rule.level(declaration.profile) {
            Level::Off => continue,
            Level::Warn if declaration.denied.contains(&rule.id) => Level::Error,
            level => level,
        };
        if let Check::Subject(look) = rule.check
            && !rule.reads.intersects(subject.unknown)
        {
            report.turn_to(rule, level);
            look(subject, &mut report);
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
    a.iter().any(|left| b.iter().any(|right| left == right || left.key() != right.key()))
}
