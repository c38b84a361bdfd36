//! Where a finding points: into a file of Rust, or into a document.

use std::path::Path;

use oauth_flow_core::{Key, Origin};
use oauth_flow_syntax::code::TextRange;
use oauth_flow_syntax::document::Position;

use crate::reading::{Declared, Reading, Source};

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spot<'r> {
    /// The path of the file from the root of the workspace.
    pub(crate) path: &'r str,
    /// Where the file is on this machine.
    pub(crate) location: &'r Path,
    /// The text of the file; empty where it is no text.
    pub(crate) text: &'r str,
    pub(crate) place: TextRange,
    pub(crate) role: Role,
}

/// What is at a place, seen from a finding with several places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A part of the declaration, or of the code.
    Declared,
    /// The path of the document.
    Named,
    /// A part of the registration.
    Registered,
    /// A part of the metadata of the server.
    Published,
}

impl Role {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Declared => "declared here",
            Self::Named => "named here",
            Self::Registered => "registered here",
            Self::Published => "published here",
        }
    }
}

impl<'r> Spot<'r> {
    /// A place in a file of Rust.
    pub(crate) fn in_code(file: &'r Source, place: &TextRange) -> Self {
        let Source { path, location, text, .. } = file;
        Self { path, location, text, place: place.clone(), role: Role::Declared }
    }

    /// Where a value of a declared client comes from.
    pub(crate) fn of(reading: &'r Reading, declared: &'r Declared, origin: Origin) -> Option<Self> {
        if let Some(position) = declared.places.position(origin) {
            return Self::in_document(reading, declared, position);
        }
        let file = reading.files.get(declared.file)?;
        Some(Self::in_code(file, declared.places.of_origin(origin)))
    }

    fn in_document(
        reading: &'r Reading,
        declared: &'r Declared,
        position: Position,
    ) -> Option<Self> {
        let file = reading.documents.get(*declared.documents.get(position.document)?)?;
        let document = declared.places.documents().get(position.document)?;
        let Position { bytes, line, column, end_line, end_column, .. } = position;
        let role = if document.key() == Key::Server { Role::Published } else { Role::Registered };
        Some(Self {
            path: &file.path,
            location: &file.location,
            text: document.text().unwrap_or_default(),
            place: TextRange { line, column, end_line, end_column, bytes },
            role,
        })
    }

    /// Where the declaration names the document in which a value is.
    pub(crate) fn naming(
        reading: &'r Reading,
        declared: &'r Declared,
        origin: Origin,
    ) -> Option<Self> {
        let file = reading.files.get(declared.file)?;
        let path = Self::in_code(file, declared.places.of_origin(origin));
        Some(Self { role: Role::Named, ..path })
    }

    /// Whether the place is in a document.
    pub(crate) const fn is_in_document(&self) -> bool {
        matches!(self.role, Role::Registered | Role::Published)
    }

    /// The path, the line and the column.
    pub(crate) fn written(&self) -> String {
        format!("{}:{}:{}", self.path, self.place.line, self.place.column)
    }
}
