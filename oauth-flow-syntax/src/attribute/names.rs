//! The names in an attribute, half-written ones too: what an editor may be asked about.

use std::borrow::Cow;

use oauth_flow_core::Key;
use oauth_flow_core::rules::find;
use oauth_flow_core::vocabulary::{Answer, Word};
use proc_macro2::Span;

use super::argument::Text;

/// A key, or a word in the value of the key before it.
#[derive(Clone, Debug)]
pub struct NameInSource {
    /// The documented spelling of what it names, else the text in the source.
    pub name: Cow<'static, str>,
    /// Whether the attribute knows it there.
    pub known: bool,
    /// What it is.
    pub part: Part,
    /// The place of the name.
    pub span: Span,
}

/// What a name is in an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A key whose words come from a set.
    KeyOfWords,
    /// Another key.
    Key,
    /// A word.
    Word,
}

impl NameInSource {
    pub(crate) fn key(text: &str, span: Span, answer: Answer<Key>) -> Self {
        let (name, known, part) = match answer {
            Answer::Known(known) => {
                let part = if known.takes_words() { Part::KeyOfWords } else { Part::Key };
                (Cow::Borrowed(known.word()), true, part)
            }
            Answer::DidYouMean(_) | Answer::Unknown => {
                (Cow::Owned(String::from(text)), false, Part::Key)
            }
        };
        Self { name, known, part, span }
    }

    /// A word in a value, given its documented spelling where it has one. A string that is no such
    /// word is left out: an editor completes nothing inside of a string.
    pub(crate) fn word(known: Option<&'static str>, text: &Text) -> Option<Self> {
        let name = match known {
            Some(word) => Cow::Borrowed(word),
            None if text.bare => Cow::Owned(text.value.clone()),
            None => return None,
        };
        Some(Self { name, known: known.is_some(), part: Part::Word, span: text.span })
    }

    /// The id of a rule in a waiver or a denial.
    pub(crate) fn rule(text: &Text) -> Option<Self> {
        Self::word(find(&text.value).map(|rule| rule.id), text)
    }
}
