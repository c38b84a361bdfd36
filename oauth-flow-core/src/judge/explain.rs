//! What a rule is, for someone who met it in a message.

use alloc::format;
use alloc::string::String;
use core::fmt::Write;

use super::rule::{Level, Rule};
use crate::vocabulary::{Profile, Word};

impl Level {
    /// The word for the level.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

impl Rule {
    /// The level under each profile, in words: one word where it is the same under all.
    #[must_use]
    pub fn levels_in_words(&self) -> String {
        let [first, rest @ ..] = &self.levels;
        if rest.iter().all(|level| level == first) {
            return String::from(first.word());
        }
        let mut text = String::new();
        for profile in Profile::ALL {
            let separator = if text.is_empty() { "" } else { ", " };
            let level = self.level(*profile).word();
            let _ = write!(text, "{separator}{level} under `{}`", profile.word());
        }
        text
    }
}

/// Explains a rule in Markdown: when it reports something, under which profile how strongly, why,
/// what to do, what it says, which rules it yields to, and where it comes from.
#[must_use]
pub fn explain(rule: &Rule) -> String {
    let mut text =
        format!("`{}`: {}.\n\nLevel: {}.\n", rule.id, rule.summary, rule.levels_in_words());
    if let Some(why) = rule.why {
        let _ = write!(text, "\nWhy: {why}.\n");
    }
    let _ = write!(text, "\nHelp: {}.\n", rule.help);
    if let Some(case) = rule.waive_where {
        let _ = write!(text, "\nA waiver is the right answer where {case}.\n");
    }
    if !rule.facts.is_empty() {
        text.push_str("\nIt says:\n\n");
        for fact in rule.facts {
            let _ = writeln!(text, "- {fact}");
        }
    }
    if !rule.yields_to.is_empty() {
        let others: alloc::vec::Vec<String> =
            rule.yields_to.iter().map(|other| format!("`{}`", other.id)).collect();
        let _ = write!(
            text,
            "\nIt reports nothing where one of these rules reports the same mistake: {}.\n",
            others.join(", ")
        );
    }
    if !rule.can_be_waived() {
        text.push_str("\nNo waiver silences it, since the declaration could not be read.\n");
    }
    text.push_str("\nSources:\n\n");
    for citation in rule.citations {
        let _ = writeln!(text, "- [{citation}]({})", citation.link());
    }
    text
}
