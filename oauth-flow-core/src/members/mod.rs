//! The members of a client: what RFC 7591 registers, what RFC 8414 says of its server, and what the
//! fields of a configuration hold. Each member is one row of the table in `table.rs`, and everything
//! that lists members is derived from it.

mod table;
#[cfg(test)]
mod tests;

pub use table::{Endpoint, Endpoints, Key, Role};

use crate::vocabulary::{Set, Word};

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
    /// One or more URIs.
    Uris,
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
}

impl Shape {
    /// What a value of this shape is, in words.
    #[must_use]
    pub const fn takes(self) -> &'static str {
        match self {
            Self::Word(_) => "one word",
            Self::Words(_) | Self::WordsOrUris(_) => "one word or a list of words",
            Self::Text | Self::Uri => "one string",
            Self::Uris | Self::UrisOrRunTime | Self::ScopeTokens => {
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
        matches!(self, Self::Uri | Self::Uris | Self::UrisOrRunTime)
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

impl Role {
    /// The role of a field of this name: by the whole name, or by its end after an underscore
    /// (`github_client_secret`), without regard to case.
    #[must_use]
    pub fn of_field(name: &str) -> Option<Self> {
        for role in Self::ALL {
            if role.names().whole.iter().any(|whole| whole.eq_ignore_ascii_case(name)) {
                return Some(*role);
            }
        }
        // Where the browser returns to after logout; no code is sent there.
        if name.to_ascii_lowercase().contains("post_logout") {
            return None;
        }
        // The longest name decides: a `device_authorization_url` is no `authorization_url`.
        let (mut longest, mut found) = (0, None);
        for role in Self::ALL {
            for end in role.names().ends {
                if end.len() > longest && ends_with_name(name, end) {
                    (longest, found) = (end.len(), Some(*role));
                }
            }
        }
        found
    }

    /// Whether a client has one value of the role: two fields in it are those of two clients.
    #[must_use]
    pub fn is_single(self) -> bool {
        match self.key() {
            // The client and its server each have a key set, and both call it `jwks_uri`.
            Some(Key::JwksUri) => false,
            Some(key) => matches!(key.member().shape, Shape::Text | Shape::Uri),
            None => matches!(self, Self::ClientSecret | Self::PrivateKey),
        }
    }
}

/// The field names that give a field its role.
#[derive(Debug)]
pub struct FieldNames {
    /// Names that carry the role alone and at the end of a longer name.
    pub ends: &'static [&'static str],
    /// Names that carry the role only when nothing comes before them: `session_secret` or
    /// `login_scope` may be anything.
    pub whole: &'static [&'static str],
}

/// Whether a key of this name would make a secret part of the program: the names of the fields that
/// hold one, and the registration access token (RFC 7592 section 3).
#[must_use]
pub fn names_a_secret(key: &str) -> bool {
    let of = |role: Role| role.names().ends.contains(&key) || role.names().whole.contains(&key);
    of(Role::ClientSecret) || of(Role::PrivateKey) || key == "registration_access_token"
}

/// Whether `name` is `end`, or ends in `_` and `end`.
fn ends_with_name(name: &str, end: &str) -> bool {
    // Bytes, and the last one first: most names differ there, and the macro is seldom optimized.
    let (name, end) = (name.as_bytes(), end.as_bytes());
    let (Some(last), Some(end_last)) = (name.last(), end.last()) else { return false };
    if !last.eq_ignore_ascii_case(end_last) {
        return false;
    }
    let Some(start) = name.len().checked_sub(end.len()) else { return false };
    let Some((before, rest)) = name.split_at_checked(start) else { return false };
    rest.eq_ignore_ascii_case(end) && before.last().is_none_or(|joint| *joint == b'_')
}
