//! A document as it was opened, and what is read of it once for all clients that name it.

#[cfg(feature = "documents")]
use std::sync::OnceLock;

#[cfg(feature = "documents")]
use super::formats::Parsed;
use super::lines::Lines;

/// A document as it was opened. Several clients may name it.
#[derive(Debug)]
pub struct Opened {
    content: Content,
    lines: Lines,
    #[cfg(feature = "documents")]
    parsed: OnceLock<Parsed>,
}

#[derive(Debug)]
enum Content {
    /// A text.
    Text(String),
    /// Bytes that are no text.
    Bytes(Vec<u8>),
}

impl From<Vec<u8>> for Opened {
    fn from(bytes: Vec<u8>) -> Self {
        let content = match String::from_utf8(bytes) {
            Ok(text) => Content::Text(text),
            Err(error) => Content::Bytes(error.into_bytes()),
        };
        Self {
            content,
            lines: Lines::default(),
            #[cfg(feature = "documents")]
            parsed: OnceLock::new(),
        }
    }
}

impl Opened {
    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Bytes(_) => None,
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Text(text) => text.as_bytes(),
            Content::Bytes(bytes) => bytes,
        }
    }

    /// The text up to the first byte that is none.
    pub(super) fn readable(&self) -> &str {
        match &self.content {
            Content::Text(text) => text,
            Content::Bytes(bytes) => bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid()),
        }
    }

    /// The line and the column of a byte, each from 1.
    pub(super) fn line(&self, byte: usize) -> (usize, usize) {
        self.lines.of(self.readable(), byte)
    }

    /// What was parsed of the text.
    #[cfg(feature = "documents")]
    pub(super) fn parsed(&self) -> &Parsed {
        self.parsed.get_or_init(|| Parsed::of(self.readable()))
    }
}
