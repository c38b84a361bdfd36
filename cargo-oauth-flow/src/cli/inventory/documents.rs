//! The documents of a client in the list: what is registered, and what the server says of itself.

use oauth_flow_core::rules::workspace::SNAPSHOT_DAYS;
use oauth_flow_core::{Date, Format, Key, Origin, Place, quoted};
use oauth_flow_syntax::document::Document;

use crate::reading::{Declared, Reading};

/// What is registered with the server.
pub(super) struct Registered {
    pub(super) path: String,
    /// The format, unless the document cannot be read.
    pub(super) format: Option<Format>,
    /// The identifier of the client in the document.
    pub(super) client_id: Option<String>,
}

/// What the server says of itself.
pub(super) struct Served {
    pub(super) path: String,
    pub(super) is_read: bool,
    /// The day on which it was fetched, if it is a snapshot.
    pub(super) retrieved: Option<Date>,
    /// How many days ago that was; negative for a day that is to come.
    pub(super) age: Option<i64>,
    /// The address from which it came.
    pub(super) from: Option<String>,
}

/// The document of a key, with its path from the root of the workspace.
fn document<'r>(
    reading: &'r Reading,
    declared: &'r Declared,
    key: Key,
) -> Option<(&'r Document, String)> {
    let mut all = declared.places.documents().iter().zip(&declared.documents);
    let (document, file) = all.find(|(document, _)| document.key() == key)?;
    Some((document, reading.documents.get(*file)?.path.clone()))
}

pub(super) fn registered(reading: &Reading, declared: &Declared) -> Option<Registered> {
    let (_, path) = document(reading, declared, Key::Registration)?;
    let registration = declared.client.registration();
    let id = registration.and_then(|it| it.statement.texts(Key::ClientId).next());
    Some(Registered {
        path,
        format: registration.map(|it| it.format),
        client_id: id.map(String::from),
    })
}

pub(super) fn served(reading: &Reading, declared: &Declared, today: Date) -> Option<Served> {
    let (document, path) = document(reading, declared, Key::Server)?;
    let snapshots = declared.snapshots();
    let retrieved =
        snapshots.iter().find(|(it, _)| it.key() == Key::Server).map(|(_, retrieved)| *retrieved);
    Some(Served {
        path,
        is_read: declared.client.server_metadata().is_some(),
        retrieved,
        age: retrieved.map(|it| today.days() - it.days()),
        from: document.snapshot().and_then(|it| it.from.clone()),
    })
}

/// The document from which the value of a key comes, in words.
pub(super) fn source(declared: &Declared, key: Key) -> Option<&'static str> {
    let origin = declared.client.origin(Place::Key(key));
    // What the recommended flow brings is in no document, though its kind may be.
    if origin == Origin::Adopted {
        return None;
    }
    let position = declared.places.position(origin)?;
    match declared.places.documents().get(position.document)?.key() {
        Key::Server => Some("server document"),
        _ => Some("registration"),
    }
}

impl Registered {
    /// The word of the format on the command line.
    pub(super) fn format_word(&self) -> Option<&'static str> {
        Some(match self.format? {
            Format::Keycloak => "keycloak",
            Format::Gravitee => "gravitee",
            _ => "rfc7591",
        })
    }

    /// What it is, in words.
    pub(super) fn words(&self) -> String {
        let format = match self.format {
            None => return String::from("it cannot be read"),
            Some(Format::Keycloak) => "Keycloak",
            Some(Format::Gravitee) => "Gravitee AM",
            Some(_) => "RFC 7591",
        };
        match &self.client_id {
            Some(id) => format!("{format}, client {}", quoted(id)),
            None => String::from(format),
        }
    }
}

impl Served {
    pub(super) fn is_stale(&self) -> bool {
        self.age.is_some_and(|age| age > i64::from(SNAPSHOT_DAYS))
    }

    /// How old it is, in words.
    pub(super) fn words(&self) -> String {
        let (Some(retrieved), Some(age)) = (self.retrieved, self.age) else {
            let why =
                if self.is_read { "it does not say how old it is" } else { "it cannot be read" };
            return String::from(why);
        };
        match age {
            0 => format!("of {retrieved}, today"),
            1 => format!("of {retrieved}, 1 day ago"),
            2.. => format!("of {retrieved}, {age} days ago"),
            _ => format!("of {retrieved}, a day to come"),
        }
    }
}
