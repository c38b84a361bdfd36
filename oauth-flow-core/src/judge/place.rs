//! The part of a client that a finding is about.

use super::origin::Origin;
use crate::members::Key;

/// The part of a client that a finding is about. Only the front end knows where it is in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// The declaration as a whole.
    Whole,
    /// The value of a key, else the key.
    Key(Key),
    /// One value of a key that has several, by its index among them. Of the grants, those of the
    /// standards are counted.
    Value(Key, usize),
    /// A waiver, by its index.
    Waiver(usize),
    /// A field of the struct, by its index.
    Field(usize),
    /// A key that would make a secret part of the program, by its index.
    SecretKey(usize),
    /// A token that only the reader of the source can name, by its index there.
    Token(usize),
    /// A place in the code of a client, by the index that its reader gave it.
    Code(usize),
    /// A position in the registration or in the metadata of the server, by the index that its reader
    /// gave it.
    Document(usize),
}

impl Place {
    /// The key that the place belongs to, if it belongs to one.
    #[must_use]
    pub const fn key(self) -> Option<Key> {
        match self {
            Self::Key(key) | Self::Value(key, _) => Some(key),
            Self::Waiver(_) => Some(Key::Allow),
            Self::Whole
            | Self::Field(_)
            | Self::SecretKey(_)
            | Self::Token(_)
            | Self::Code(_)
            | Self::Document(_) => None,
        }
    }

    /// The place of a member of a document.
    #[must_use]
    pub const fn of_document(origin: Origin) -> Self {
        match origin {
            Origin::Document(index) => Self::Document(index),
            _ => Self::Whole,
        }
    }

    /// Whether the place holds a URI.
    #[must_use]
    pub fn is_uri(self) -> bool {
        self.key().is_some_and(Key::is_uri)
    }
}
