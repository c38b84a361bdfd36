//! Every enumerated word of a declaration, in one row each: its variant, its spelling in the
//! standard, the words that people write instead, and what it means. The table that parses a word
//! also answers an unknown one, so that the two cannot disagree.

mod grant;
#[cfg(feature = "rules")]
mod search;
#[cfg(test)]
mod tests;
mod words;

pub use grant::Grant;
#[cfg(feature = "rules")]
pub(crate) use search::edits;
#[cfg(feature = "rules")]
pub use search::{Answer, bare, is_respelling, look_up, nearest};
pub use words::{
    AuthMethod, DraftMethod, JwsAlgorithm, Kind, Pkce, Profile, Refresh, ResponseMode,
    ResponseType, SenderConstraint,
};

/// A closed set of words that a key of a declaration takes.
pub trait Word: Copy + Eq + 'static {
    /// Every word of the set, in the order in which lists and tables show them.
    const ALL: &'static [Self];
    /// The texts of the set, in the order of [`ALL`](Self::ALL).
    const SET: &'static Set;
    /// The index of the word in [`ALL`](Self::ALL).
    fn index(self) -> usize;

    /// The documented spelling.
    #[must_use]
    fn word(self) -> &'static str {
        Self::SET.entries.get(self.index()).map_or("", |entry| entry.word)
    }
    /// What the word means, in one sentence.
    #[must_use]
    fn documentation(self) -> &'static str {
        Self::SET.entries.get(self.index()).map_or("", |entry| entry.documentation)
    }
    /// The word with this documented spelling.
    #[must_use]
    fn of_word(word: &str) -> Option<Self> {
        Self::ALL.get(Self::SET.index_of(word)?).copied()
    }
}

/// The texts of a closed set of words.
#[derive(Debug)]
pub struct Set {
    /// What one of the words is called in a sentence, such as "grant".
    pub noun: &'static str,
    /// The words of the set, in the order of its enum.
    pub entries: &'static [Entry],
}

impl Set {
    /// The index of the word with this documented spelling.
    fn index_of(&self, word: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.word == word)
    }
}

/// The texts of one word.
#[derive(Debug)]
pub struct Entry {
    /// The documented spelling.
    pub word: &'static str,
    /// Other spellings that mean exactly this word: the URN, the form with underscores.
    pub spellings: &'static [&'static str],
    /// Words that people write for it; they are not accepted, but answered with this word.
    pub synonyms: &'static [&'static str],
    /// What the word means, in one sentence.
    pub documentation: &'static str,
}

macro_rules! word_set {
    (
        $(#[doc = $about:literal])+
        $name:ident, $noun:literal:
        $( $variant:ident = $word:literal $(| $spelling:literal)* ; [$($synonym:literal),*] ; $documentation:literal )+
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        // The names of the standards, such as EdDSA, are prose here.
        #[allow(clippy::doc_markdown)]
        pub enum $name {
            // An editor shows the literal, and skips what it would have to compute.
            $( #[doc = $documentation] #[doc = concat!(" (`", $word, "`).")] $variant, )+
        }

        impl $crate::vocabulary::Word for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            const SET: &'static $crate::vocabulary::Set = &$crate::vocabulary::Set {
                noun: $noun,
                entries: &[$($crate::vocabulary::Entry {
                    word: $word,
                    spellings: &[$($spelling),*],
                    synonyms: &[$($synonym),*],
                    documentation: $documentation,
                }),+],
            };
            fn index(self) -> usize {
                self as usize
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str($crate::vocabulary::Word::word(*self))
            }
        }
    };
}
pub(crate) use word_set;
