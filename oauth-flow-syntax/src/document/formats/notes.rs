//! What is wrong with one document, and the types of its values.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use oauth_flow_core::citation::Citation;
use oauth_flow_core::rules::documents as rule;
use oauth_flow_core::vocabulary::{AuthMethod, DraftMethod, Grant, Set, Word};
use oauth_flow_core::{Key, Mistake, Origin, Place, Rule, at};

use super::json::{Kind, Node};
use crate::attribute::words::{is_extension, meant};
use crate::mistakes::Mistakes;

/// A value could not be read, and that is noted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wrong;

/// The texts of a list, each with where it is.
pub(super) type Texts<'j> = Vec<(Node<'j>, Cow<'j, str>)>;

/// The mistakes in one document.
pub(super) struct Notes<'m> {
    mistakes: &'m mut Mistakes,
    document: usize,
    /// What defines the members of the document.
    pub(super) citations: &'static [Citation],
    /// With where each begins, in the order of the document.
    found: Vec<(usize, &'static Rule, Mistake)>,
}

impl<'m> Notes<'m> {
    /// No mistakes in the document of this index, which a key names.
    pub(super) fn new(mistakes: &'m mut Mistakes, document: usize, key: Key) -> Self {
        let is_metadata = key == Key::Server;
        let citations = if is_metadata { rule::OF_METADATA } else { rule::OF_REGISTRATIONS };
        Self { mistakes, document, citations, found: Vec::new() }
    }

    /// Hands the mistakes over, in the order of the document.
    pub(super) fn finish(self) {
        for (_, rule, mistake) in self.found {
            self.mistakes.add(rule, mistake);
        }
    }

    /// The index of a part of the document.
    fn point(&mut self, bytes: Range<usize>) -> usize {
        self.mistakes.point(self.document, bytes)
    }

    /// Where a value comes from.
    pub(super) fn origin(&mut self, node: Node<'_>) -> Origin {
        Origin::Document(self.point(shown(node)))
    }

    /// The place of a value.
    pub(super) fn place(&mut self, node: Node<'_>) -> Place {
        Place::Document(self.point(shown(node)))
    }

    /// Notes a mistake at a part of the document. `fill` says the rest of it.
    pub(super) fn note(
        &mut self,
        rule: &'static Rule,
        bytes: Range<usize>,
        fill: impl FnOnce(Mistake) -> Mistake,
    ) -> Wrong {
        let start = bytes.start;
        let mistake = fill(at(Place::Document(self.point(bytes))));
        self.add(rule, start, mistake);
        Wrong
    }

    /// Notes a mistake. `start` says where it is among the others.
    pub(super) fn add(&mut self, rule: &'static Rule, start: usize, mistake: Mistake) {
        let index = self.found.partition_point(|(other, ..)| *other <= start);
        self.found.insert(index, (start, rule, mistake));
    }

    /// Notes a mistake at a value.
    pub(super) fn wrong(&mut self, node: Node<'_>, fill: impl FnOnce(Mistake) -> Mistake) -> Wrong {
        let citations = self.citations;
        self.note(&rule::WRONG_MEMBER, shown(node), |mistake| fill(mistake).citing(citations))
    }

    /// Notes a value that is not of the type of its member.
    pub(super) fn wrong_type(&mut self, name: &str, node: Node<'_>, expected: &str) -> Wrong {
        self.wrong(node, |mistake| {
            let mistake = mistake.fact(rule::WRONG_TYPE).quote(name);
            mistake.with(&node.kind()).with(&expected)
        })
    }

    /// Notes an element of a list that is not of the type of the list.
    pub(super) fn wrong_element(&mut self, name: &str, node: Node<'_>, expected: &str) -> Wrong {
        self.wrong(node, |mistake| {
            let mistake = mistake.fact(rule::WRONG_ELEMENT).quote(name);
            mistake.with(&node.kind()).with(&expected)
        })
    }

    /// The text of a string.
    pub(super) fn text<'j>(&mut self, name: &str, node: Node<'j>) -> Result<Cow<'j, str>, Wrong> {
        node.text().ok_or_else(|| self.wrong_type(name, node, "a string"))
    }

    /// The value of a boolean.
    pub(super) fn boolean(&mut self, name: &str, node: Node<'_>) -> Result<bool, Wrong> {
        node.boolean().ok_or_else(|| self.wrong_type(name, node, "a boolean"))
    }

    /// The texts of an array of strings. One element that is no string is enough to say so.
    pub(super) fn texts<'j>(&mut self, name: &str, node: Node<'j>) -> Result<Texts<'j>, Wrong> {
        let Some(elements) = node.elements() else {
            return Err(self.wrong_type(name, node, "an array of strings"));
        };
        let mut texts = Vec::new();
        for element in elements {
            let Some(text) = element.text() else {
                return Err(self.wrong_element(name, element, "a string"));
            };
            texts.push((element, text));
        }
        Ok(texts)
    }

    /// The word of a closed set that a text is in a document: its spelling in the standard. The parts of
    /// a response type have no order (OAuth 2.0 Multiple Response Types section 3).
    pub(super) fn word(
        &mut self,
        name: &str,
        set: &'static Set,
        (node, text): (Node<'_>, &str),
    ) -> Result<&'static str, Wrong> {
        let found = set.entries.iter().find(|entry| {
            entry.word == text || (text.contains(' ') && entry.spellings.contains(&text))
        });
        match found {
            Some(entry) => Ok(entry.word),
            None if text.is_empty() => Err(self.empty(name, node)),
            None => Err(self.no_word(name, set, (node, text), |entry| entry)),
        }
    }

    /// The grant that a text is in a document (RFC 7591 section 2), or the URI of an extension (RFC 6749
    /// section 4.5).
    pub(super) fn grant(
        &mut self,
        name: &str,
        (node, text): (Node<'_>, &str),
    ) -> Result<Option<Grant>, Wrong> {
        let found = Grant::ALL.iter().find(|grant| grant.grant_type() == text);
        match found {
            Some(grant) => Ok(Some(*grant)),
            None if is_extension(Grant::SET, text) => Ok(None),
            None if text.is_empty() => Err(self.empty(name, node)),
            None => Err(self.no_word(name, Grant::SET, (node, text), |word| {
                Grant::of_word(word).map_or(word, Grant::grant_type)
            })),
        }
    }

    /// Notes a text that is none of the words of its member. `spelt` gives the spelling of a word in the
    /// document.
    fn no_word(
        &mut self,
        name: &str,
        set: &'static Set,
        (node, text): (Node<'_>, &str),
        spelt: fn(&'static str) -> &'static str,
    ) -> Wrong {
        let of_draft = DraftMethod::of(text).filter(|_| set.noun == AuthMethod::SET.noun);
        if let Some(DraftMethod { documentation, draft, .. }) = of_draft {
            let help = format!(
                "it stands for {documentation} ({draft}); until that is a standard, register the \
                 method that the server takes besides it"
            );
            return self.wrong(node, |mistake| {
                mistake.fact(rule::WORD_OF_A_DRAFT).quote(name).quote(text).help(&help)
            });
        }
        let meant = meant(set, text).and_then(|index| set.entries.get(index));
        let help = if let Some(meant) = meant {
            format!("did you mean `{}`?", spelt(meant.word))
        } else {
            let mut help = String::from("write one of ");
            for (index, entry) in set.entries.iter().enumerate() {
                let comma = if index == 0 { "" } else { ", " };
                let _ = write!(help, "{comma}`{}`", spelt(entry.word));
            }
            help
        };
        self.wrong(node, |mistake| {
            mistake.fact(rule::NO_WORD).quote(name).quote(text).with(&set.noun).help(&help)
        })
    }

    /// Notes a string with nothing in it.
    pub(super) fn empty(&mut self, name: &str, node: Node<'_>) -> Wrong {
        self.wrong(node, |mistake| {
            mistake.fact(rule::EMPTY_MEMBER).quote(name).help("write the value, or leave it out")
        })
    }

    /// Notes a value that a list has twice.
    pub(super) fn twice(
        &mut self,
        name: &str,
        text: &str,
        first: Node<'_>,
        second: Node<'_>,
    ) -> Wrong {
        let first = self.place(first);
        self.wrong(second, |mistake| {
            let mistake = mistake.also(first).fact(rule::VALUE_TWICE).quote(name).quote(text);
            mistake.help("remove one of the two")
        })
    }
}

/// The bytes that show where a value is: a value of many lines is where it begins.
fn shown(node: Node<'_>) -> Range<usize> {
    let bytes = node.bytes();
    match node.kind() {
        Kind::Array | Kind::Object => bytes.start..bytes.start + 1,
        _ => bytes,
    }
}
