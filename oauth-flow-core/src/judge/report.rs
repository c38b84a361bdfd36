//! What a check reports: mistakes, each with what is wrong and what to do.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::level::Level;
use super::place::Place;
use super::remedy::Remedy;
use crate::citation::Citation;
use crate::members::Key;
use crate::vocabulary::Word;

/// One mistake of one declaration. The rule that finds it says the rest: its first fact and its
/// help, unless the mistake has others.
#[derive(Clone, Debug)]
pub struct Mistake {
    pub(super) place: Place,
    pub(super) also: Vec<Place>,
    pub(super) fact: Option<&'static str>,
    pub(super) arguments: Vec<Argument>,
    pub(super) remedy: Option<Remedy>,
    pub(super) or: Vec<String>,
    pub(super) level: Option<Level>,
    pub(super) lacks: Option<Key>,
    pub(super) citations: Option<&'static [Citation]>,
    pub(super) has_exception: bool,
}

/// What fills a gap of a fact.
#[derive(Clone, Debug)]
pub(super) enum Argument {
    /// What a user wrote, all of it.
    Quoted(String),
    /// A text of the project.
    Own(String),
}

/// A mistake at `place`.
#[must_use]
pub const fn at(place: Place) -> Mistake {
    Mistake {
        place,
        also: Vec::new(),
        fact: None,
        arguments: Vec::new(),
        remedy: None,
        or: Vec::new(),
        level: None,
        lacks: None,
        citations: None,
        has_exception: true,
    }
}

impl Mistake {
    /// The place of the mistake.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// States this fact of the rule in place of the first one.
    #[must_use]
    pub fn fact(mut self, fact: &'static str) -> Self {
        self.fact = Some(fact);
        self
    }

    /// Fills the next gap of the fact with what a user wrote.
    #[must_use]
    pub fn quote(mut self, text: &str) -> Self {
        self.arguments.push(Argument::Quoted(String::from(text)));
        self
    }

    /// Fills the next gap of the fact with a text of the project.
    #[must_use]
    pub fn with(mut self, text: &dyn ToString) -> Self {
        self.arguments.push(Argument::Own(text.to_string()));
        self
    }

    /// Names one more place that takes part.
    #[must_use]
    pub fn also(mut self, place: Place) -> Self {
        self.also.push(place);
        self
    }

    /// Names more places that take part.
    #[must_use]
    pub fn also_all(mut self, places: &[Place]) -> Self {
        self.also.extend_from_slice(places);
        self
    }

    /// Says what to do, in place of the help of the rule.
    #[must_use]
    pub fn remedy(mut self, remedy: Remedy) -> Self {
        self.remedy = Some(remedy);
        self
    }

    /// Leaves the choice to a person, with this text in place of the help of the rule.
    #[must_use]
    pub fn help(self, text: &str) -> Self {
        self.remedy(Remedy::decide(text))
    }

    /// Is of this level, whatever that of the rule is.
    #[must_use]
    pub const fn level(mut self, level: Level) -> Self {
        self.level = Some(level);
        self
    }

    /// Is about a value of this key that is not there, and not about what is at the place.
    #[must_use]
    pub const fn lacks(mut self, key: Key) -> Self {
        self.lacks = Some(key);
        self
    }

    /// Is one that the case in which the rule offers a waiver does not excuse.
    #[must_use]
    pub const fn without_exception(mut self) -> Self {
        self.has_exception = false;
        self
    }

    /// Comes from these of the citations of the rule, and not from the others.
    #[must_use]
    pub const fn citing(mut self, citations: &'static [Citation]) -> Self {
        self.citations = Some(citations);
        self
    }

    /// Adds another way to the help, for a case that only the user can tell.
    #[must_use]
    pub fn or(mut self, way: &str) -> Self {
        self.or.push(String::from(way));
        self
    }

    /// The remedy takes out what is at the place.
    #[must_use]
    pub fn remove(self) -> Self {
        let place = self.place;
        self.remedy(Remedy::Remove(place))
    }

    /// The remedy writes `text` in place of what is at the place.
    #[must_use]
    pub fn replace(self, text: &str) -> Self {
        let place = self.place;
        self.remedy(Remedy::Replace(place, String::from(text)))
    }

    /// The remedy gives `key` the word `value`.
    #[must_use]
    pub fn set<T: Word>(self, key: Key, value: T) -> Self {
        self.remedy(Remedy::set(key, value))
    }
}

/// Takes the mistakes that one rule finds.
#[derive(Debug)]
pub struct Report<'r> {
    mistakes: Vec<Mistake>,
    /// The ids of the rules that reported something before.
    reported: &'r [&'static str],
}

impl<'r> Report<'r> {
    /// The mistakes that `check` reports. `reported` has the ids of the rules that reported
    /// something before.
    ///
    /// This is the only way to a report, so that none is dropped unread.
    #[must_use]
    pub(super) fn of(reported: &'r [&'static str], check: impl FnOnce(&mut Self)) -> Vec<Mistake> {
        let mut report = Self { mistakes: vec![], reported };
        check(&mut report);
        report.mistakes
    }

    /// Adds a mistake.
    pub fn add(&mut self, mistake: Mistake) {
        self.mistakes.push(mistake);
    }

    /// Whether the rule of this id, which was checked before, reported anything.
    #[must_use]
    pub fn has_reported(&self, id: &str) -> bool {
        self.reported.contains(&id)
    }
}
