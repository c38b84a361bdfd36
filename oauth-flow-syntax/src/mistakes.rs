//! The mistakes of one source. All of them are collected; reading never stops at one.

use oauth_flow_core::rules::reading as rule;
use oauth_flow_core::vocabulary::{
    Answer, AuthMethod, DraftMethod, Grant, Kind, Set, Word, look_up,
};
use oauth_flow_core::{Key, Mistake, Origin, Place, Remedy, Rule, at};
use proc_macro2::Span;

use crate::attribute::argument::{Fault, Spanned};
use crate::document::Point;

/// What was found so far, and what places and origins count.
#[must_use]
#[derive(Default)]
pub(crate) struct Mistakes {
    found: Vec<(&'static Rule, Mistake)>,
    tokens: Vec<Span>,
    points: Vec<Point>,
}

/// What was found, and what places and origins count.
pub(crate) struct Parts {
    pub(crate) found: Vec<(&'static Rule, Mistake)>,
    /// What [`Origin::Token`] counts.
    pub(crate) tokens: Vec<Span>,
    /// What [`Origin::Document`] counts.
    pub(crate) points: Vec<Point>,
}

/// A mistake that nobody reads would let a wrong declaration pass: that is a bug of the reader, and
/// it shows.
impl Drop for Mistakes {
    fn drop(&mut self) {
        assert!(self.found.is_empty() || std::thread::panicking(), "mistakes were dropped unread");
    }
}

impl Mistakes {
    /// The mistakes, and what their places count.
    pub(crate) fn into_parts(mut self) -> Parts {
        Parts {
            found: std::mem::take(&mut self.found),
            tokens: std::mem::take(&mut self.tokens),
            points: std::mem::take(&mut self.points),
        }
    }

    fn token(&mut self, span: Span) -> usize {
        self.tokens.push(span);
        self.tokens.len() - 1
    }

    /// The index of a part of the document of this index.
    #[cfg(feature = "documents")]
    pub(crate) fn point(&mut self, document: usize, bytes: std::ops::Range<usize>) -> usize {
        self.points.push(Point { document, bytes });
        self.points.len() - 1
    }

    /// The place of a token.
    pub(crate) fn place(&mut self, span: Span) -> Place {
        Place::Token(self.token(span))
    }

    /// The origin of a value that a token gives.
    pub(crate) fn origin(&mut self, span: Span) -> Origin {
        Origin::Token(self.token(span))
    }

    /// The place of the token from which a value comes.
    pub(crate) const fn place_of(origin: Origin) -> Place {
        match origin {
            Origin::Token(index) => Place::Token(index),
            _ => Place::Whole,
        }
    }

    /// A mistake at a token.
    pub(crate) fn at(&mut self, span: Span) -> Mistake {
        at(self.place(span))
    }

    pub(crate) fn add(&mut self, rule: &'static Rule, mistake: Mistake) {
        self.found.push((rule, mistake));
    }

    /// Adds a key that the attribute does not have; gives the key that is meant.
    pub(crate) fn unknown_key(&mut self, name: &str, span: Span) -> Option<Key> {
        let mistake = self.at(span).quote(name);
        match look_up::<Key>(name) {
            Answer::DidYouMean(meant) | Answer::Known(meant) => {
                self.add(&rule::UNKNOWN_KEY, mistake.replace(meant.word()));
                Some(meant)
            }
            Answer::Unknown => {
                let help = format!("write {}", one_of(Key::SET));
                self.add(&rule::UNKNOWN_KEY, mistake.help(&help));
                None
            }
        }
    }

    /// Adds a kind that is written without its key.
    pub(crate) fn kind_without_key(&mut self, kind: Kind, span: Span) {
        let mistake = self.at(span).fact(rule::KIND_WITHOUT_KEY).with(&kind);
        self.add(&rule::UNKNOWN_KEY, mistake.replace(&format!("kind = \"{kind}\"")));
    }

    /// Adds several words in one string, where the key takes a list. The help has each word that is
    /// meant, once.
    pub(crate) fn words_in_one_string(&mut self, key: Key, meant: &[&str], span: Span) {
        let mut list: Vec<String> = Vec::new();
        for (index, word) in meant.iter().enumerate() {
            if !meant.get(..index).unwrap_or_default().contains(word) {
                list.push(format!("\"{word}\""));
            }
        }
        let help = format!("write a list: `{key}({})`", list.join(", "));
        let mistake = self.at(span).fact(rule::WORDS_IN_ONE_STRING).with(&key).with(&meant.len());
        self.add(&rule::WRONG_VALUE, mistake.help(&help));
    }

    /// Adds a word that is not in the set.
    pub(crate) fn unknown_word(&mut self, set: &Set, text: &str, span: Span, meant: Option<usize>) {
        if let (true, Some(method)) = (is_set::<AuthMethod>(set), DraftMethod::of(text)) {
            let DraftMethod { documentation, draft, .. } = method;
            let help = format!(
                "it stands for {documentation} ({draft}); until that is a standard, declare \
                 the method that the server takes besides it"
            );
            let mistake = self.at(span).fact(rule::WORD_OF_A_DRAFT).quote(text);
            return self.add(&rule::UNKNOWN_WORD, mistake.help(&help));
        }
        let mistake = self.at(span).with(&set.noun).quote(text);
        let mistake = match meant.and_then(|index| set.entries.get(index)) {
            Some(meant) => mistake.replace(meant.word),
            None if is_set::<Grant>(set) => mistake.help(&format!(
                "write {}, or the URI of an extension (RFC 6749 section 4.5); a provider's own grant \
                 whose name is no URI cannot be declared: take the attribute off a client that uses no \
                 other, and send its token request without `Flow`",
                one_of(set)
            )),
            None => mistake.help(&format!("write {}", one_of(set))),
        };
        self.add(&rule::UNKNOWN_WORD, mistake);
    }

    /// Adds what is wrong with a value of `key`.
    pub(crate) fn fault(&mut self, key: Key, fault: &Spanned<Fault>) {
        let span = fault.span;
        match &fault.value {
            Fault::Constant => self.constant(key, span),
            Fault::Wrong => self.wrong(key, span),
            Fault::Trailing(text) if key == Key::Allow => self.unexpected_in(key, text, span),
            Fault::Trailing(text) => self.unexpected(text, span),
        }
    }

    pub(crate) fn wrong(&mut self, key: Key, span: Span) {
        let mistake = self.at(span).with(&key).with(&key.member().shape.takes());
        self.add(&rule::WRONG_VALUE, mistake.help(&help_with_usage(key)));
    }

    pub(crate) fn constant(&mut self, key: Key, span: Span) {
        self.constant_in(key.word(), key.member().usage, span);
    }

    pub(crate) fn constant_in(&mut self, name: &str, usage: &str, span: Span) {
        let mistake = self.at(span).quote(name);
        let help = format!("write the text itself: `{usage}`");
        self.add(&rule::CONSTANT_VALUE, mistake.help(&help));
    }

    pub(crate) fn unexpected(&mut self, text: &str, span: Span) {
        let mistake = self.at(span).quote(text);
        self.add(
            &rule::UNEXPECTED_TOKEN,
            mistake.help("write `key = \"value\"`, and a comma between two keys"),
        );
    }

    /// Adds a token that is inside the parentheses of `key`.
    pub(crate) fn unexpected_in(&mut self, key: Key, text: &str, span: Span) {
        let mistake = self.at(span).quote(text);
        self.add(&rule::UNEXPECTED_TOKEN, mistake.help(&help_with_usage(key)));
    }

    /// Adds the kind that nothing decides. `fit` has the kinds that fit the registration, if one says
    /// anything of the kind.
    pub(crate) fn missing_kind(&mut self, fit: &[&str]) {
        let help = if fit.is_empty() {
            format!("add `kind`: {}", one_of(Kind::SET))
        } else {
            let mut kinds = Vec::new();
            for kind in fit {
                kinds.push(format!("`{kind}`"));
            }
            format!("add `kind`: the registration fits {}", kinds.join(", "))
        };
        self.add(&rule::MISSING_KIND, at(Place::Whole).help(&help));
    }

    pub(crate) fn unfinished(&mut self, key: Key, span: Span) {
        self.unfinished_in(key.word(), key.member().usage, span);
    }

    pub(crate) fn unfinished_in(&mut self, name: &str, usage: &str, span: Span) {
        let mistake = self.at(span).quote(name);
        self.add(&rule::UNFINISHED_INPUT, mistake.help(&format!("write `{usage}`")));
    }

    pub(crate) fn empty_list(&mut self, key: Key, span: Span) {
        let help = format!("{}, or remove the key", help_with_usage(key));
        let mistake = self.at(span).with(&key);
        self.add(&rule::EMPTY_LIST, mistake.help(&help));
    }

    pub(crate) fn empty_value(&mut self, key: Key, span: Span) {
        let or_remove = if key == Key::Kind { "" } else { ", or remove the key" };
        let help = format!("{}{or_remove}", help_with_usage(key));
        let mistake = self.at(span).with(&key);
        self.add(&rule::EMPTY_VALUE, mistake.help(&help));
    }

    /// Adds a value that is there twice, at the second token.
    pub(crate) fn twice(
        &mut self,
        rule: &'static Rule,
        fact: &'static str,
        text: &str,
        (first, second): (Origin, Origin),
    ) {
        let place = Self::place_of(second);
        let mistake = at(place).also(Self::place_of(first)).fact(fact).quote(text);
        self.add(rule, mistake.remedy(Remedy::Remove(place)));
    }
}

/// The help that quotes how a key is written.
pub(crate) fn help_with_usage(key: Key) -> String {
    format!("write `{}`", key.member().usage)
}

/// Whether the set is that of `T`.
fn is_set<T: Word>(set: &Set) -> bool {
    set.noun == T::SET.noun
}

/// The words of a set, as `help:` shows them.
fn one_of(set: &Set) -> String {
    let mut words = Vec::with_capacity(set.entries.len());
    for entry in set.entries {
        words.push(format!("`{}`", entry.word));
    }
    format!("one of {}", words.join(", "))
}

#[cfg(test)]
mod tests {
    use oauth_flow_core::Key;
    use proc_macro2::Span;

    use super::Mistakes;

    #[test]
    #[should_panic(expected = "mistakes were dropped unread")]
    fn a_mistake_that_nobody_reads_shows() {
        let mut mistakes = Mistakes::default();
        mistakes.wrong(Key::Par, Span::call_site());
        drop(mistakes);
    }

    #[test]
    fn what_was_read_may_be_dropped() {
        let mut mistakes = Mistakes::default();
        mistakes.wrong(Key::Par, Span::call_site());
        let parts = mistakes.into_parts();
        assert_eq!((parts.found.len(), parts.tokens.len()), (1, 1));
        drop(Mistakes::default());
    }
}
