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
    /// A member of the metadata of the server at run time, by its name in RFC 8414.
    Metadata(&'static str),
    /// The metadata of the server at run time, as a whole.
    Server,
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
            | Self::Document(_)
            | Self::Metadata(_)
            | Self::Server => None,
        }
    }

    /// The place of a member of a document, as a file or as the run time has it.
    #[must_use]
    pub const fn of_document(origin: Origin) -> Self {
        match origin {
            Origin::Document(index) => Self::Document(index),
            Origin::Metadata(name) => Self::Metadata(name),
            Origin::Server => Self::Server,
            _ => Self::Whole,
        }
    }

    /// Where the metadata of the server has the value of the place at run time.
    pub(super) const fn in_metadata(self) -> Option<Origin> {
        match self {
            Self::Metadata(name) => Some(Origin::Metadata(name)),
            Self::Server => Some(Origin::Server),
            _ => None,
        }
    }

    /// Whether the place holds a URI.
    #[must_use]
    pub fn is_uri(self) -> bool {
        self.key().is_some_and(Key::is_uri)
    }
}
