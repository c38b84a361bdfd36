//! Documents that are in memory: those of the examples of rules, and of tests.

use std::collections::BTreeMap;

use oauth_flow_core::Example;

use super::{Documents, Unreadable};

/// Documents by their paths. One whose path leads out of the package is in its workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InMemory {
    documents: BTreeMap<String, Vec<u8>>,
}

impl InMemory {
    /// The same with this document.
    #[must_use]
    pub fn with(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.documents.insert(path.to_owned(), bytes.into());
        self
    }
}

impl From<&Example> for InMemory {
    fn from(example: &Example) -> Self {
        let named = [("client.json", example.registration), ("server.json", example.server)];
        let given = named.into_iter().filter_map(|(path, text)| Some((path, text?)));
        given.fold(Self::default(), |documents, (path, text)| documents.with(path, text))
    }
}

impl Documents for InMemory {
    fn open(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        self.documents.get(path).cloned().ok_or(Unreadable::Missing)
    }

    fn is_in_workspace(&self, path: &str) -> bool {
        self.documents.contains_key(path)
    }
}
