//! The members of a client: what RFC 7591 registers, what RFC 8414 says of its server, and what the
//! fields of a configuration hold. Each member is one row of the table in `table.rs`, and everything
//! that lists members is derived from it.

mod derived;
#[cfg(feature = "rules")]
mod details;
#[cfg(feature = "rules")]
mod names;
mod table;
#[cfg(test)]
mod tests;

#[cfg(feature = "rules")]
pub use details::{Detail, DetailNames};
#[cfg(feature = "rules")]
pub use names::{FieldNames, Name, RoleByName, misspelt_role, names_a_secret, weakens_transport};
pub use table::{Endpoint, Endpoints, Key, Role};

use crate::vocabulary::Set;

/// A key of the attribute: a row of the table of members.
#[derive(Debug)]
pub struct Member {
    /// The key of the attribute that states the member.
    pub key: Key,
    /// The shape of its value.
    pub shape: Shape,
    /// The key as it is written in the attribute.
    pub usage: &'static str,
    /// What it takes, in words; empty where the words of the set say it all.
    pub value: &'static str,
    /// Its names in a client registration (RFC 7591 section 2 and the documents that extend it).
    pub registration: &'static [&'static str],
    /// Its names in a client of Keycloak: members, and attributes, which have dots in their names.
    pub keycloak: &'static [&'static str],
    /// Its names in an application of Gravitee AM: its own members, and those of `settings.oauth`.
    pub gravitee: &'static [&'static str],
    /// Its names in the metadata of a server (RFC 8414 section 2 and the documents that extend it).
    pub server_metadata: &'static [&'static str],
}

/// The shape of the value of a key.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// One word of a set.
    Word(&'static Set),
    /// One or more words of a set.
    Words(&'static Set),
    /// One or more words of a set, or URIs that extend it (RFC 6749 section 4.5).
    WordsOrUris(&'static Set),
    /// One text.
    Text,
    /// One URI.
    Uri,
    /// One or more texts.
    Texts,
    /// One or more URIs, or the word `runtime`.
    UrisOrRunTime,
    /// Scope tokens (RFC 6749 section 3.3).
    ScopeTokens,
    /// Set or not set.
    Flag,
    /// A rule, a reason and a date.
    Waiver,
    /// Ids of rules.
    Rules,
    /// A path of Rust.
    Path,
    /// The beginning of the names of fields.
    Prefix,
    /// The path of a document.
    Document,
}

impl Shape {
    /// What a value of this shape is, in words.
    #[must_use]
    pub const fn takes(self) -> &'static str {
        match self {
            Self::Word(_) => "one word",
            Self::Words(_) | Self::WordsOrUris(_) => "one word or a list of words",
            Self::Text | Self::Uri | Self::Prefix | Self::Document => "one string",
            Self::Texts | Self::UrisOrRunTime | Self::ScopeTokens => {
                "one string or a list of strings"
            }
            Self::Flag => "`true`, `false` or no value",
            Self::Waiver => "a rule and a reason",
            Self::Rules => "the ids of rules",
            Self::Path => "a path",
        }
    }

    /// The set from which the words come, where they come from the vocabulary.
    #[must_use]
    pub const fn words(self) -> Option<&'static Set> {
        match self {
            Self::Word(set) | Self::Words(set) | Self::WordsOrUris(set) => Some(set),
            _ => None,
        }
    }

    /// Whether the value is a URI or a list of URIs.
    #[must_use]
    pub const fn is_uri(self) -> bool {
        matches!(self, Self::Uri | Self::UrisOrRunTime)
    }
}

impl Key {
    /// Its row of the table.
    #[must_use]
    pub fn member(self) -> &'static Member {
        Member::of(self)
    }

    /// Whether its words are those of a closed set: of the vocabulary, or the ids of rules.
    #[must_use]
    pub fn takes_words(self) -> bool {
        let shape = self.member().shape;
        shape.words().is_some() || matches!(shape, Shape::Waiver | Shape::Rules)
    }

    /// Whether its value is a URI or a list of URIs.
    #[must_use]
    pub fn is_uri(self) -> bool {
        self.member().shape.is_uri()
    }

    /// Whether a client has several values of it.
    #[must_use]
    pub fn is_list(self) -> bool {
        matches!(
            self.member().shape,
            Shape::Words(_)
                | Shape::WordsOrUris(_)
                | Shape::Texts
                | Shape::UrisOrRunTime
                | Shape::ScopeTokens
                | Shape::Rules
        )
    }
}

/// A set of keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keys(u64);

impl Keys {
    /// The set with no key in it.
    pub const NONE: Self = Self(0);

    /// The set of these keys.
    #[must_use]
    pub const fn of(keys: &[Key]) -> Self {
        let mut set = 0;
        let mut rest = keys;
        while let [key, tail @ ..] = rest {
            set |= 1 << (*key as u64);
            rest = tail;
        }
        Self(set)
    }

    /// Adds `key` to the set.
    pub fn insert(&mut self, key: Key) {
        self.0 |= 1 << (key as u64);
    }

    /// The keys of both sets.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The keys of this set that are not in the other one.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether `key` is in the set.
    #[must_use]
    pub const fn contains(self, key: Key) -> bool {
        self.0 & (1 << (key as u64)) != 0
    }

    /// Whether the two sets have a key in common.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether no key is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}
