//! What a rule is: its name, its levels, its texts, its examples, its citations and its check, all in
//! one place.

use core::fmt;

use super::level::Level;
use super::report::Report;
use super::subject::Subject;
use crate::citation::Citation;
use crate::members::Keys;
use crate::vocabulary::Profile;

/// A rule of the rulebook.
pub struct Rule {
    /// The name, stable for ever, which messages begin with and waivers state.
    pub id: &'static str,
    /// The level under `rfc9700`, `rfc6749`, `oauth2.1`, `fapi2` and `mcp`, in this order.
    pub levels: [Level; 5],
    /// When the rule reports something, in one sentence.
    pub summary: &'static str,
    /// The facts that the rule states, each with gaps such as `{uri}`; a mistake states the first one
    /// unless it says otherwise.
    pub facts: &'static [&'static str],
    /// Why the facts matter; shown in the message.
    pub why: Option<&'static str>,
    /// What to do; a mistake may have a remedy for its own case.
    pub help: &'static str,
    /// The rules that say the same mistake better: where one of them reports the same place, or
    /// another key of the same declaration, this rule reports nothing.
    pub yields_to: &'static [&'static Rule],
    /// Those of `yields_to` that no longer silence this rule once they are waived.
    pub uncovered_by_waiver: &'static [&'static Rule],
    /// The keys without which the rule cannot judge: it reports nothing while one of them is unknown.
    pub reads: Keys,
    /// The keys whose values the rule judges, also where they arrive at run time: a waiver may then be
    /// needed there, though the rule reports nothing of the declaration.
    pub values: Keys,
    /// When a waiver is the right answer; the help then names it.
    pub waive_where: Option<&'static str>,
    /// Declarations that the rule accepts.
    pub accepts: &'static [Example],
    /// Declarations that break this rule and no other.
    pub rejects: &'static [Example],
    /// The texts that the rule comes from, the best first.
    pub citations: &'static [Citation],
    /// What finds the mistakes.
    pub check: Check,
}

/// What finds that a rule is broken.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// The rule looks at the declaration.
    Subject(fn(&Subject<'_>, &mut Report<'_>)),
    /// The reader of the source, which cannot make a declaration of what it reads.
    Reader,
    /// The rule looks at values as they arrive at run time, and reports nothing of a declaration.
    Values(fn(&Subject<'_>, &mut Report<'_>)),
    /// The run time, which compares the values that it is given with the declaration.
    RunTime,
    /// A tool that knows the day, or all clients of a workspace.
    Workspace,
    /// A tool that reads code: the rule looks at what the code of a client does, and at its declaration
    /// where it has one. What looks is there with the feature `code`.
    Code,
}

/// A declaration that shows a rule at work: the arguments of the attribute, and the struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The text between the parentheses of `#[oauth_client(...)]`.
    pub attribute: &'static str,
    /// The item below the attribute.
    pub item: &'static str,
    /// The text of the document `client.json`, if the attribute names it as the registration.
    pub registration: Option<&'static str>,
    /// The text of the document `server.json`, if the attribute names it as the metadata of the server.
    pub server: Option<&'static str>,
}

/// An example on a struct without fields.
#[must_use]
pub const fn example(attribute: &'static str) -> Example {
    Example { attribute, item: "struct Client;", registration: None, server: None }
}

impl Example {
    /// The same attribute on this item.
    #[must_use]
    pub const fn on(self, item: &'static str) -> Self {
        Self { item, ..self }
    }

    /// The same with this text as the document `client.json`.
    #[must_use]
    pub const fn registered(self, text: &'static str) -> Self {
        Self { registration: Some(text), ..self }
    }

    /// The same with this text as the document `server.json`.
    #[must_use]
    pub const fn served(self, text: &'static str) -> Self {
        Self { server: Some(text), ..self }
    }
}

impl Rule {
    /// Whether the declaration waives the rule.
    #[must_use]
    pub fn is_waived(&self, subject: &Subject<'_>) -> bool {
        subject.declaration.waivers.iter().any(|waiver| waiver.rule == self.id)
    }

    /// What most rules have in common, for struct update.
    pub const BASE: Self = Self {
        id: "",
        levels: [Level::Error; 5],
        summary: "",
        facts: &[],
        why: None,
        help: "",
        yields_to: &[],
        uncovered_by_waiver: &[],
        reads: Keys::NONE,
        values: Keys::NONE,
        waive_where: None,
        accepts: &[],
        rejects: &[],
        citations: &[],
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
        matches!(self.check, Check::Subject(_) | Check::Values(_) | Check::Workspace | Check::Code)
    }
}

/// A rule is the same one wherever it is named: its id says which.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::{Rule, example};

    #[test]
    fn an_example_is_on_a_struct_without_fields_unless_it_says_otherwise() {
        let bare = example("kind = spa");
        assert_eq!((bare.attribute, bare.item), ("kind = spa", "struct Client;"));
        assert_eq!((bare.registration, bare.server), (None, None));
        let on_field = bare.on("struct Client { client_id: String }");
        assert_eq!(
            (on_field.attribute, on_field.item),
            ("kind = spa", "struct Client { client_id: String }")
        );
        let documented = bare.registered("{}").served("[]");
        assert_eq!((documented.registration, documented.server), (Some("{}"), Some("[]")));
    }

    #[test]
    fn a_rule_is_shown_by_its_id() {
        let rule = Rule { id: "plain_pkce", summary: "PKCE is plain", ..Rule::BASE };
        assert_eq!(alloc::format!("{rule:?}"), "plain_pkce");
    }
}
