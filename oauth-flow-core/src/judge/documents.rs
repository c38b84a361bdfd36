//! What the documents of a client say beside what a declaration can say: its registration, and the
//! metadata of its server.

use alloc::string::String;
use alloc::vec::Vec;

use super::origin::{Origin, Stated};
use super::statement::Statement;
use crate::members::{Detail, Key};
use crate::vocabulary::Grant;

/// What is registered with the authorization server (RFC 7591 section 2).
#[derive(Clone, Debug)]
pub struct Registration {
    /// The format of the document.
    pub format: Format,
    /// The client in the document as a whole.
    pub origin: Origin,
    /// The members that a declaration states too.
    pub statement: Statement,
    /// The values among which the registration leaves the choice, by the key of the declaration: any
    /// of them agrees with the registration (OpenID Connect RP Metadata Choices 1.0).
    pub choices: Statement,
    /// The grants of which the document says nothing: neither that they are registered nor that they
    /// are not.
    pub unsaid: Vec<Grant>,
    /// The members that no declaration states.
    pub details: Details,
    /// The length of the document in bytes.
    pub length: usize,
}

/// What the authorization server says of itself (RFC 8414 section 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerMetadata {
    /// The document as a whole.
    pub origin: Origin,
    /// The issuer and the endpoints, which the client uses.
    pub statement: Statement,
    /// What the server supports, by the key of the declaration that asks for it. A list that the
    /// document leaves out is unknown. Each value is a text as the document has it.
    pub supported: Statement,
    /// The members that no declaration states.
    pub details: Details,
}

/// The format of a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// The client metadata of RFC 7591 section 2, a client ID metadata document among them.
    Rfc7591,
    /// A client of Keycloak.
    Keycloak,
    /// An application of Gravitee Access Management.
    Gravitee,
}

impl Format {
    /// The names of a member in this format.
    #[must_use]
    pub fn names(self, key: Key) -> &'static [&'static str] {
        let member = key.member();
        match self {
            Self::Rfc7591 => member.registration,
            Self::Keycloak => member.keycloak,
            Self::Gravitee => member.gravitee,
        }
    }

    /// The names of a member that no key states.
    #[must_use]
    pub const fn names_of(self, detail: Detail) -> &'static [&'static str] {
        let names = detail.names();
        match self {
            Self::Rfc7591 => names.registration,
            Self::Keycloak => names.keycloak,
            Self::Gravitee => names.gravitee,
        }
    }
}

/// The members of a document that no declaration states, each with its text: of a secret, the text is
/// empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details(Vec<(Detail, Stated<String>)>);

impl Details {
    /// Adds a member.
    pub fn push(&mut self, detail: Detail, text: &str, origin: Origin) {
        self.0.push((detail, Stated { value: String::from(text), origin }));
    }

    /// All of them, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = (Detail, &Stated<String>)> {
        let mut all = Vec::with_capacity(self.0.len());
        for (detail, stated) in &self.0 {
            all.push((*detail, stated));
        }
        all.into_iter()
    }

    /// The member, each time that the document has it.
    pub fn all(&self, detail: Detail) -> impl Iterator<Item = &Stated<String>> {
        let mut found = Vec::new();
        for (other, stated) in &self.0 {
            if *other == detail {
                found.push(stated);
            }
        }
        found.into_iter()
    }

    /// The member, if the document has it.
    #[must_use]
    pub fn get(&self, detail: Detail) -> Option<&Stated<String>> {
        self.all(detail).next()
    }

    /// Whether the member is a flag that is set.
    #[must_use]
    pub fn is_set(&self, detail: Detail) -> bool {
        self.get(detail).is_some_and(|stated| stated.value == super::statement::SET)
    }
}
