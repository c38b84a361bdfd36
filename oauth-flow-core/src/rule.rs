//! What a rule is: its name, its levels, its texts, its examples, its sources and its check, all in
//! one place.

use alloc::string::String;
use alloc::vec::Vec;

use crate::case::Case;
use crate::declaration::Keys;
use crate::finding::{Finding, Remedy};
use crate::source::Source;
use crate::subject::Place;
use crate::vocabulary::Profile;

/// A rule of the rulebook.
#[derive(Debug)]
pub struct Rule {
    /// The name, stable for ever, which messages begin with and waivers state.
    pub id: &'static str,
    /// The level under `rfc9700`, `rfc6749`, `oauth2.1`, `fapi2` and `mcp`, in this order.
    pub levels: [Level; 5],
    /// When the rule fires, in one sentence.
    pub summary: &'static str,
    /// Why that matters; shown in the message.
    pub why: Option<&'static str>,
    /// What to do, in general; a finding has the remedy for its own case.
    pub help: &'static str,
    /// The rules that say the same mistake better: where one of them fires on the same place, or
    /// on another key of the same declaration, this rule is silent.
    pub yields_to: &'static [&'static str],
    /// Those of `yields_to` that no longer silence this rule once they are waived.
    pub uncovered_by_waiver: &'static [&'static str],
    /// The keys without which the rule cannot judge: it is silent while one of them is unknown.
    pub reads: Keys,
    /// Declarations that the rule accepts.
    pub accepts: &'static [Example],
    /// Declarations that break this rule and no other.
    pub rejects: &'static [Example],
    /// The texts that the rule comes from, the best first.
    pub sources: &'static [Source],
    /// Who finds it.
    pub check: Check,
}

/// Who finds that a rule is broken.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// The rule looks at the declaration.
    Subject(fn(&Case<'_>, &mut Report)),
    /// The reader of the source, which cannot make a declaration of what stands there.
    Reader,
}

/// How much a rule matters under a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Not at all.
    Off,
    /// The build warns.
    Warn,
    /// The build fails.
    Error,
}

/// A declaration that shows a rule at work: the arguments of the attribute, and the struct.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// What stands between the parentheses of `#[oauth_client(...)]`.
    pub attribute: &'static str,
    /// The item that the attribute stands on.
    pub item: &'static str,
}

/// An example on a struct without fields.
#[must_use]
pub const fn example(attribute: &'static str) -> Example {
    Example { attribute, item: "struct Client;" }
}

impl Example {
    /// The same attribute on this item.
    #[must_use]
    pub const fn on(self, item: &'static str) -> Self {
        Self { item, ..self }
    }
}

impl Rule {
    /// What most rules have in common, for struct update.
    pub const BASE: Self = Self {
        id: "",
        levels: [Level::Error; 5],
        summary: "",
        why: None,
        help: "",
        yields_to: &[],
        uncovered_by_waiver: &[],
        reads: Keys::NONE,
        accepts: &[],
        rejects: &[],
        sources: &[],
        check: Check::Reader,
    };

    /// The level under `profile`.
    #[must_use]
    pub const fn level(&self, profile: Profile) -> Level {
        let [rfc9700, rfc6749, oauth21, fapi2, mcp] = self.levels;
        match profile {
            Profile::Rfc9700 => rfc9700,
            Profile::Rfc6749 => rfc6749,
            Profile::OAuth21 => oauth21,
            Profile::Fapi2 => fapi2,
            Profile::Mcp => mcp,
        }
    }

    /// Whether a waiver can silence the rule: not where nothing could be read.
    #[must_use]
    pub const fn can_be_waived(&self) -> bool {
        matches!(self.check, Check::Subject(_))
    }
}

/// Collects what the rules find in one subject.
#[derive(Debug)]
pub struct Report {
    rule: &'static Rule,
    level: Level,
    findings: Vec<Finding>,
}

impl Report {
    pub(crate) const fn new(rule: &'static Rule) -> Self {
        Self { rule, level: Level::Off, findings: Vec::new() }
    }

    /// Says whose findings follow, and at which level.
    pub(crate) const fn turn_to(&mut self, rule: &'static Rule, level: Level) {
        self.rule = rule;
        self.level = level;
    }

    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// Adds a finding of the rule that is being checked.
    pub fn add(&mut self, place: Place, fact: impl Into<String>, remedy: Remedy) {
        self.add_with(place, Vec::new(), fact, remedy);
    }

    /// Adds a finding in which more than one place takes part.
    pub fn add_with(
        &mut self,
        place: Place,
        also: Vec<Place>,
        fact: impl Into<String>,
        remedy: Remedy,
    ) {
        let (rule, level, fact) = (self.rule, self.level, fact.into());
        self.findings.push(Finding { rule, level, place, also, fact, remedy });
    }

    /// Whether the rule of this id has found anything so far.
    #[must_use]
    pub fn fired(&self, id: &str) -> bool {
        self.findings.iter().any(|finding| finding.rule.id == id)
    }
}
