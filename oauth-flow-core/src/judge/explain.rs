//! What a rule is, for someone who met it in a message.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;

use super::rule::Rule;
use super::text::ticked;
use crate::vocabulary::{Profile, Word};

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
        let mut others = Vec::new();
        for other in rule.yields_to {
            others.push(ticked(other.id));
        }
        let _ = write!(
            text,
            "\nIt reports nothing where one of these rules reports the same mistake: {}.\n",
            others.join(", ")
        );
    }
    if !rule.can_be_waived() {
        text.push_str("\nNo waiver silences it, since what it is about could not be read.\n");
    }
    text.push_str("\nSources:\n\n");
    for citation in rule.citations {
        let _ = writeln!(text, "- [{citation}]({})", citation.link());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::explain;
    use crate::citation::{project, rfc};
    use crate::judge::Level::{Error, Off, Warn};
    use crate::judge::{Check, Rule};

    static OTHER: Rule = Rule { id: "locked_door", ..Rule::BASE };

    static FULL: Rule = Rule {
        id: "open_window",
        levels: [Error, Warn, Error, Error, Off],
        summary: "a window is open",
        facts: &["the window `{window}` is open", "no window is shut"],
        why: Some("it rains"),
        help: "shut it",
        yields_to: &[&OTHER, &SHORT],
        waive_where: Some("the roof is wide"),
        citations: &[rfc(6749, "4.1", "MUST"), project("docs/fields.md", "")],
        ..Rule::BASE
    };

    static SHORT: Rule = Rule {
        id: "open_door",
        levels: [Warn; 5],
        summary: "a door is open",
        help: "shut it",
        citations: &[rfc(9700, "2.4", "")],
        check: Check::Subject(|_, _| {}),
        ..Rule::BASE
    };

    #[test]
    fn one_word_says_a_level_that_is_the_same_under_all_profiles() {
        assert_eq!(SHORT.levels_in_words(), "warn");
        assert_eq!(
            FULL.levels_in_words(),
            "error under `rfc9700`, warn under `rfc6749`, error under `oauth2.1`, error under \
             `fapi2`, off under `mcp`"
        );
    }

    #[test]
    fn an_explanation_has_all_that_the_rule_says_of_itself() {
        assert_eq!(
            explain(&FULL),
            "`open_window`: a window is open.\n\
             \n\
             Level: error under `rfc9700`, warn under `rfc6749`, error under `oauth2.1`, error under \
             `fapi2`, off under `mcp`.\n\
             \n\
             Why: it rains.\n\
             \n\
             Help: shut it.\n\
             \n\
             A waiver is the right answer where the roof is wide.\n\
             \n\
             It says:\n\
             \n\
             - the window `{window}` is open\n\
             - no window is shut\n\
             \n\
             It reports nothing where one of these rules reports the same mistake: `locked_door`, \
             `open_door`.\n\
             \n\
             No waiver silences it, since what it is about could not be read.\n\
             \n\
             Sources:\n\
             \n\
             - [RFC 6749 section 4.1 (MUST)](https://www.rfc-editor.org/rfc/rfc6749#section-4.1)\n\
             - [oauth-flow docs/fields.md](docs/fields.md)\n"
        );
    }

    #[test]
    fn an_explanation_leaves_out_what_the_rule_does_not_say() {
        assert_eq!(
            explain(&SHORT),
            "`open_door`: a door is open.\n\
             \n\
             Level: warn.\n\
             \n\
             Help: shut it.\n\
             \n\
             Sources:\n\
             \n\
             - [RFC 9700 section 2.4](https://www.rfc-editor.org/rfc/rfc9700#section-2.4)\n"
        );
    }
}
