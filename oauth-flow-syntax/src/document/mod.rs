//! The documents that an attribute names: what is registered with the authorization server, and what
//! that server says of itself. Values come with where they are in the document.

mod file;
#[cfg(feature = "documents")]
mod formats;
mod lines;
#[cfg(any(test, feature = "text"))]
mod memory;
#[cfg(not(feature = "documents"))]
mod no_formats;
mod opened;
mod path;
mod reading;
#[cfg(all(test, feature = "documents"))]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use oauth_flow_core::{Key, Origin};

pub use file::{NoDocuments, Package};
#[cfg(any(test, feature = "text"))]
pub use memory::InMemory;
pub use opened::Opened;

pub(crate) use reading::read;

/// Opens the documents of one package.
pub trait Documents {
    /// The bytes of the document at this path from the folder of `Cargo.toml`. The path neither is
    /// absolute nor has a backslash.
    ///
    /// # Errors
    ///
    /// There is no document, or it cannot be read.
    fn open(&self, path: &str) -> Result<Vec<u8>, Unreadable>;

    /// The same document, which a reader of several clients may give to all of them that name it.
    ///
    /// # Errors
    ///
    /// Those of [`Documents::open`].
    fn share(&self, path: &str) -> Result<Arc<Opened>, Unreadable> {
        self.open(path).map(|bytes| Arc::new(Opened::from(bytes)))
    }

    /// Whether the path leads out of the package to a file in the workspace of the package.
    fn is_in_workspace(&self, path: &str) -> bool {
        let _ = path;
        false
    }
}

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unreadable {
    /// There is no file at the path.
    Missing,
    /// The path leads to a folder.
    Folder,
    /// The file has more than [`LARGEST`] bytes.
    TooLarge,
    /// The system does not give the file, with what it says.
    Failed(String),
    /// Nothing says where the package is.
    NoPackage,
}

/// How many bytes a document has at most. The export of a realm with ten thousand clients has fewer.
pub const LARGEST: usize = 32 * 1024 * 1024;

/// A document that an attribute names.
#[derive(Debug)]
pub struct Document {
    key: Key,
    path: String,
    token: usize,
    content: Content,
    ranges: Vec<Range<usize>>,
    snapshot: Option<Snapshot>,
}

/// What was found at the path of a document.
#[derive(Debug)]
enum Content {
    /// A file.
    Opened(Arc<Opened>),
    /// A file that is too large to be read.
    Unread,
    /// No file, or none that can be read.
    Nothing,
}

impl Content {
    fn opened(&self) -> Option<&Opened> {
        match self {
            Self::Opened(opened) => Some(opened),
            Self::Unread | Self::Nothing => None,
        }
    }
}

/// Where and when a document was fetched from a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The version of its form.
    pub version: u64,
    /// When, as the snapshot says it.
    pub retrieved: Option<String>,
    /// The address from which it came.
    pub from: Option<String>,
}

impl Document {
    /// The key that names the document: `registration` or `server`.
    #[must_use]
    pub const fn key(&self) -> Key {
        self.key
    }

    /// The path, as the attribute has it.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The token of the path.
    #[must_use]
    pub const fn origin(&self) -> Origin {
        Origin::Token(self.token)
    }

    /// The text, where the document was read and is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.content.opened()?.text()
    }

    /// The bytes, where the document was read.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        self.content.opened().map(Opened::bytes)
    }

    /// The length in bytes, where the document was read.
    #[must_use]
    pub fn length(&self) -> Option<usize> {
        self.bytes().map(<[u8]>::len)
    }

    /// The bytes on which the client depends: those of its part of a realm, else all.
    #[must_use]
    pub fn ranges(&self) -> &[Range<usize>] {
        &self.ranges
    }

    /// Whether there is a file at the path that the compiler can include.
    #[must_use]
    pub const fn exists(&self) -> bool {
        !matches!(self.content, Content::Nothing)
    }

    /// Where and when the document was fetched, if it is a snapshot that says so.
    #[must_use]
    pub const fn snapshot(&self) -> Option<&Snapshot> {
        self.snapshot.as_ref()
    }
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The index of the document among those that the attribute names.
    pub document: usize,
    /// The bytes of the document.
    pub bytes: Range<usize>,
    /// The first line, from 1.
    pub line: usize,
    /// The first column in characters, from 1.
    pub column: usize,
    /// The last line.
    pub end_line: usize,
    /// The column behind the last character.
    pub end_column: usize,
}

/// What was read of the documents of one client, and where in them.
#[derive(Debug, Default)]
pub(crate) struct Places {
    pub(crate) documents: Vec<Document>,
    /// What [`Origin::Document`] counts.
    pub(crate) points: Vec<Point>,
}

/// A part of a document, before anybody asks for its line.
#[derive(Clone, Debug)]
pub(crate) struct Point {
    /// The index of the document.
    pub(crate) document: usize,
    pub(crate) bytes: Range<usize>,
}

impl Places {
    /// The token that has a value, or that names the document with the value.
    pub(crate) fn token(&self, origin: Origin) -> Option<usize> {
        match origin {
            Origin::Token(index) => Some(index),
            _ => Some(self.documents.get(self.point(origin)?.document)?.token),
        }
    }

    /// What was read of a document: the bytes of each value, in order. Those of an object or a list are
    /// the bytes of what was read in it.
    pub(crate) fn read_in(&self, document: usize) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for point in &self.points {
            if point.document == document {
                let Range { start, end } = point.bytes;
                // The larger one of two that begin together comes first.
                let before = |other: &Range<usize>| {
                    other.start < start || (other.start == start && other.end >= end)
                };
                ranges.insert(ranges.partition_point(before), start..end);
            }
        }
        let mut read: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            // Of a part with others in it, those were read.
            read.pop_if(|outer| outer.contains(&range.start));
            read.push(range);
        }
        read
    }

    fn point(&self, origin: Origin) -> Option<&Point> {
        match origin {
            Origin::Document(index) => self.points.get(index),
            _ => None,
        }
    }

    /// Where an origin is in its document.
    pub(crate) fn position(&self, origin: Origin) -> Option<Position> {
        let Point { document, bytes } = self.point(origin)?.clone();
        let of = self.documents.get(document)?.content.opened()?;
        let (line, column) = of.line(bytes.start);
        let (end_line, end_column) = of.line(bytes.end);
        Some(Position { document, bytes, line, column, end_line, end_column })
    }
}
