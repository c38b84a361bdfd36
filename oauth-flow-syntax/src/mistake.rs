//! The mistakes of one source. All of them are collected; reading never stops at one.

use oauth_flow_core::rules::reading as rule;
use oauth_flow_core::vocabulary::{Answer, Key, Kind, Word, look_up};
use oauth_flow_core::{Finding, Level, Place, Remedy, Rule, quoted};
use proc_macro2::Span;

use crate::form;
use crate::value::{Fault, Spanned};

/// What was found so far. The findings can only be had by consuming it.
#[must_use]
#[derive(Default)]
pub(crate) struct Mistakes {
    findings: Vec<Finding>,
    tokens: Vec<Span>,
}

/// Mistakes that nobody reads are a bug, and one that a test shows.
#[cfg(test)]
impl Drop for Mistakes {
    fn drop(&mut self) {
        assert!(self.findings.is_empty() || std::thread::panicking(), "dropped unread");
    }
}

impl Mistakes {
    /// The findings, and the tokens that their [`Place::Token`]s count.
    pub(crate) fn into_parts(mut self) -> (Vec<Finding>, Vec<Span>) {
        (std::mem::take(&mut self.findings), std::mem::take(&mut self.tokens))
    }

    /// The place of a token.
    pub(crate) fn token(&mut self, span: Span) -> Place {
        self.tokens.push(span);
        Place::Token(self.tokens.len() - 1)
    }

    pub(crate) fn add_at(
        &mut self,
        rule: &'static Rule,
        (place, also): (Place, Vec<Place>),
        fact: String,
        remedy: Remedy,
    ) {
        self.findings.push(Finding { rule, level: Level::Error, place, also, fact, remedy });
    }

    /// Adds a mistake that stands on a token and that a person has to decide.
    pub(crate) fn add(&mut self, rule: &'static Rule, span: Span, fact: String, help: &str) {
        let place = self.token(span);
        self.add_at(rule, (place, Vec::new()), fact, Remedy::decide(help));
    }

    /// Adds a mistake that the word `meant` puts right.
    pub(crate) fn replace(&mut self, rule: &'static Rule, span: Span, fact: String, meant: &str) {
        let place = self.token(span);
        self.add_at(rule, (place, Vec::new()), fact, Remedy::Replace(place, String::from(meant)));
    }

    /// Adds a mistake that is put right by taking the token out.
    pub(crate) fn remove(&mut self, rule: &'static Rule, span: Span, first: Span, fact: String) {
        let (place, first) = (self.token(span), self.token(first));
        self.add_at(rule, (place, vec![first]), fact, Remedy::Remove(place));
    }

    pub(crate) fn unknown_key(&mut self, key: &Spanned<String>) -> Option<Key> {
        let fact = format!("the attribute has no key {}", quoted(&key.value));
        match look_up::<Key>(&key.value) {
            Answer::DidYouMean(meant) | Answer::Known(meant) => {
                self.replace(&rule::UNKNOWN_KEY, key.span, fact, meant.word());
                Some(meant)
            }
            Answer::Unknown => {
                let help =
                    "the keys are those of RFC 7591, in the singular, such as `redirect_uri`";
                self.add(&rule::UNKNOWN_KEY, key.span, fact, help);
                None
            }
        }
    }

    /// A kind that stands where its key should.
    pub(crate) fn kind_without_key(&mut self, kind: Kind, span: Span) {
        let fact = format!("`{kind}` is a kind, and no key");
        self.replace(&rule::UNKNOWN_KEY, span, fact, &format!("kind = \"{kind}\""));
    }

    /// Several words in one string, where the key takes a list. What is to be written is each word
    /// that is meant, once.
    pub(crate) fn words_in_one_string<T: Word>(&mut self, key: Key, meant: &[T], span: Span) {
        let fact = format!("`{key}` has {} words in one string", meant.len());
        let mut list: Vec<String> = Vec::new();
        for (index, word) in meant.iter().enumerate() {
            if !meant.iter().take(index).any(|earlier| earlier == word) {
                list.push(format!("\"{}\"", word.word()));
            }
        }
        let help = format!("write a list: `{key}({})`", list.join(", "));
        self.add(&rule::WRONG_VALUE, span, fact, &help);
    }

    pub(crate) fn unknown_word<T: Word>(&mut self, text: &str, span: Span, meant: Option<T>) {
        let fact = format!("{} is no {}", quoted(text), T::NOUN);
        match meant {
            Some(meant) => self.replace(&rule::UNKNOWN_WORD, span, fact, meant.word()),
            None => self.add(&rule::UNKNOWN_WORD, span, fact, &one_of::<T>()),
        }
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
        let fact = format!("`{key}` takes {}", form::takes(key));
        self.add(&rule::WRONG_VALUE, span, fact, &form::written(key));
    }

    pub(crate) fn constant(&mut self, key: Key, span: Span) {
        self.constant_in(key.word(), form::expected(key), span);
    }

    pub(crate) fn constant_in(&mut self, name: &str, form: &str, span: Span) {
        let fact = format!("`{name}` is not a literal: a macro sees tokens, not values");
        let help = format!("write the text itself: `{form}`");
        self.add(&rule::CONSTANT_VALUE, span, fact, &help);
    }

    pub(crate) fn unexpected(&mut self, text: &str, span: Span) {
        let fact = format!("unexpected {}", quoted(text));
        self.add(
            &rule::UNEXPECTED_TOKEN,
            span,
            fact,
            "write `key = \"value\"`, and a comma between two keys",
        );
    }

    /// Adds a token that stands inside the parentheses of `key`.
    pub(crate) fn unexpected_in(&mut self, key: Key, text: &str, span: Span) {
        let fact = format!("unexpected {}", quoted(text));
        self.add(&rule::UNEXPECTED_TOKEN, span, fact, &form::written(key));
    }

    pub(crate) fn missing_kind(&mut self) {
        let fact = String::from("the declaration does not say which kind of client it is");
        let help = format!("add `kind`: {}", one_of::<Kind>());
        self.add_at(&rule::MISSING_KIND, (Place::Whole, Vec::new()), fact, Remedy::decide(help));
    }

    pub(crate) fn unfinished(&mut self, key: Key, span: Span) {
        let fact = format!("`{key}` is not finished");
        self.add(&rule::UNFINISHED_INPUT, span, fact, &form::written(key));
    }

    pub(crate) fn empty_list(&mut self, key: Key, span: Span) {
        let fact = format!("the list of `{key}` is empty");
        let help = format!("{}, or remove the key", form::written(key));
        self.add(&rule::EMPTY_LIST, span, fact, &help);
    }

    pub(crate) fn empty_value(&mut self, key: Key, span: Span) {
        let fact = format!("the value of `{key}` is empty");
        let or_remove = if key == Key::Kind { "" } else { ", or remove the key" };
        let help = format!("{}{or_remove}", form::written(key));
        self.add(&rule::EMPTY_VALUE, span, fact, &help);
    }
}

/// The words of a set, as `help:` shows them.
pub(crate) fn one_of<T: Word>() -> String {
    let words: Vec<String> = T::ALL.iter().map(|word| format!("`{}`", word.word())).collect();
    format!("one of {}", words.join(", "))
}
