//! What a rule found, and what to do about it: one type for the compiler, the command line and the
//! run time.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Write};

use super::level::Level;
use super::origin::Origin;
use super::place::Place;
use super::remedy::Remedy;
use super::report::{Argument, Mistake};
use super::rule::Rule;
use super::subject::Subject;
use super::text::{echo, filled, without_markup};
use crate::citation::Citation;
use crate::vocabulary::Profile;

/// One mistake of one client, with all that a front end shows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// How much it matters under the profile of the declaration.
    pub level: Level,
    /// The part of the client that it is about.
    pub place: Place,
    /// Other parts that take part in it.
    pub also: Vec<Place>,
    /// Where the value at the place comes from.
    pub origin: Origin,
    /// The fact of the rule before its gaps were filled.
    pub template: &'static str,
    /// What is the case, in one sentence without a capital or a full stop.
    pub fact: String,
    /// What to do about it, as an edit.
    pub remedy: Remedy,
    /// What to do about it, in words.
    pub help: String,
    /// The profile of the declaration.
    pub profile: Profile,
    /// The texts that it comes from, the best first: those of the rule, or some of them.
    pub citations: &'static [Citation],
}

impl Finding {
    /// The finding of `rule` that `mistake` is, in `subject`. Its origin is not known yet.
    pub(crate) fn of(
        rule: &'static Rule,
        level: Level,
        mistake: Mistake,
        subject: &Subject<'_>,
    ) -> Self {
        let template = mistake.fact.or(rule.facts.first().copied()).unwrap_or(rule.summary);
        let mut help = help(rule, &mistake, subject);
        let is_uri = mistake.place.is_uri();
        let mut arguments = Vec::new();
        for argument in mistake.arguments {
            arguments.push(match argument {
                Argument::Quoted(text) => echo(&subject.shown(&text, is_uri)),
                Argument::Own(text) => text,
            });
        }
        let mut fact = filled(template, &arguments);
        // A program may show it on a page, and a value may come from the server.
        if subject.at_run_time {
            fact = without_markup(&fact);
            help = without_markup(&help);
        }
        // There is nothing to edit at run time, and an edit may hold a secret.
        let remedy = if subject.at_run_time {
            Remedy::decide(&help)
        } else {
            mistake.remedy.unwrap_or_else(|| Remedy::decide(rule.help))
        };
        Self {
            rule,
            level,
            place: mistake.place,
            also: mistake.also,
            origin: Origin::Whole,
            template,
            fact,
            help,
            remedy,
            profile: subject.declaration.profile,
            citations: mistake.citations.unwrap_or(rule.citations),
        }
    }

    /// The message without its rule id: the fact, then `why:`, `help:` and `spec:` in lines of
    /// their own.
    #[must_use]
    pub fn message(&self) -> String {
        self.message_at(&[])
    }

    /// The same with a line `at:` behind the fact, for a front end that cannot show these places of
    /// documents.
    #[must_use]
    pub fn message_at(&self, places: &[String]) -> String {
        let mut text = self.fact.clone();
        if !places.is_empty() {
            text.push_str("\nat: ");
            text.push_str(&places.join(", "));
        }
        if let Some(why) = self.rule.why {
            text.push_str("\nwhy: ");
            text.push_str(why);
        }
        text.push_str("\nhelp: ");
        text.push_str(&self.help);
        text.push_str("\nspec: ");
        text.push_str(&self.spec());
        text
    }

    /// The citations that a message shows: at most two, the profile's own text first.
    #[must_use]
    pub fn spec(&self) -> String {
        let citations = self.citations;
        let own = |citation: &&Citation| citation.document.profile() == Some(self.profile);
        let Some(first) = citations.iter().find(own).or(citations.first()) else {
            return String::new();
        };
        let mut text = first.to_string();
        if let Some(second) = citations.iter().find(|citation| *citation != first) {
            text.push_str(", ");
            text.push_str(&second.to_string());
        }
        text
    }
}

/// The remedy in words, with the other ways: the registration, those of the mistake, and the waiver where
/// that is the right answer in a case that only the user can tell.
fn help(rule: &Rule, mistake: &Mistake, subject: &Subject<'_>) -> String {
    let mut text = match &mistake.remedy {
        Some(remedy) => remedy.text(subject),
        None => String::from(rule.help),
    };
    if matches!(mistake.remedy, None | Some(Remedy::Decide(_))) {
        text.push_str(&of_registration(mistake, subject));
    }
    for way in &mistake.or {
        text.push_str("; ");
        text.push_str(way);
    }
    if let Some(case) = rule.waive_where.filter(|_| mistake.has_exception) {
        let _ = write!(text, "; where {case}, state `allow({}, reason = \"...\")`", rule.id);
    }
    text
}

/// What a person can do in the registration.
fn of_registration(mistake: &Mistake, subject: &Subject<'_>) -> String {
    match (mistake.lacks, mistake.place.key(), subject.registration) {
        (Some(key), _, Some(registration)) if !registration.format.names(key).is_empty() => {
            format!("; or register it, and add {} to the document", subject.registered_as(key))
        }
        (None, Some(key), _) if subject.registered.contains(key) => format!(
            "; the value comes from {} of the registration: correct it there, and in the document",
            subject.registered_as(key)
        ),
        _ => String::new(),
    }
}

/// The finding in one line, with where its value comes from: for logs and errors of the run time.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, fact, origin, help, .. } = self;
        write!(f, "{}: {fact} ({origin}); help: {help}; spec: {}", rule.id, self.spec())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use crate::declaration::Declaration;
    use crate::judge::{Origin, Subject, check};
    use crate::vocabulary::{Kind, Profile};

    #[test]
    fn a_message_cites_the_text_of_its_profile_and_one_more() {
        let best_practice = "RFC 9700 section 2.6 (MUST NOT)";
        for (profile, first, second) in [
            (Profile::Rfc9700, best_practice, "OAuth 2.1 draft-16 section 1.5 (MUST)"),
            (Profile::Rfc6749, "RFC 6749 section 3.1.2.1 (SHOULD)", best_practice),
            (Profile::OAuth21, "OAuth 2.1 draft-16 section 1.5 (MUST)", best_practice),
            (Profile::Fapi2, "FAPI 2.0 Security Profile section 5.3.2.2 (shall)", best_practice),
            (Profile::Mcp, "MCP 2026-07-28, Communication Security (MUST)", best_practice),
        ] {
            let declaration = Declaration {
                kind: Some(Kind::Web),
                profile,
                redirect_uris: &["http://a.example/cb"],
                ..Declaration::EMPTY
            };
            let subject = Subject::of(declaration);
            let found = check(&subject);
            let finding = found.iter().find(|it| it.rule.id == "insecure_redirect_uri");
            let message = alloc::format!(
                "the redirect URI `http://a.example/cb` is not https\n\
                 why: whoever shares the network with the user reads the code\n\
                 help: write `https://a.example/cb` in place of `http://a.example/cb`, here and in \
                 the registration\n\
                 spec: {first}, {second}"
            );
            assert_eq!(finding.map(super::Finding::message), Some(message), "{profile}");
        }
    }

    #[test]
    fn a_line_says_what_is_wrong_with_what_and_where_it_comes_from() {
        let declaration = Declaration {
            kind: Some(Kind::Web),
            redirect_uris: &["http://a.example/cb"],
            ..Declaration::EMPTY
        };
        let found = check(&Subject::of(declaration)).into_iter();
        let mut findings = found.filter(|it| it.rule.id == "insecure_redirect_uri");
        let line = findings.next().map(|mut finding| {
            finding.origin = Origin::Field("callback");
            finding.to_string()
        });
        let expected = "insecure_redirect_uri: the redirect URI `http://a.example/cb` is not https \
                        (the field `callback`); help: write `https://a.example/cb` in place of \
                        `http://a.example/cb`, here and in the registration; spec: RFC 9700 section \
                        2.6 (MUST NOT), OAuth 2.1 draft-16 section 1.5 (MUST)";
        assert_eq!(line.as_deref(), Some(expected));
    }
}
