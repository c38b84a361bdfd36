//! Reads the documents of one client: what each says, what is wrong with it, and what nobody knows
//! because of that.

use std::ops::Range;

use oauth_flow_core::rules::documents as rule;
use oauth_flow_core::vocabulary::Word as _;
use oauth_flow_core::{
    Format, Key, Keys, Mistake, Origin, Place, Registration, ServerMetadata, Statement, at,
};

#[cfg(feature = "documents")]
use super::formats;
#[cfg(not(feature = "documents"))]
use super::no_formats as formats;
use super::{Content, Document, Documents, LARGEST, Snapshot, Unreadable, path};
use crate::attribute::Attribute;
use crate::mistakes::Mistakes;

/// What the documents of one client say.
#[derive(Default)]
pub(crate) struct Read {
    pub(crate) registration: Option<Registration>,
    pub(crate) server: Option<ServerMetadata>,
    pub(crate) documents: Vec<Document>,
}

/// What a document says.
#[derive(Default)]
pub(super) struct Said {
    pub(super) registration: Option<Registration>,
    pub(super) server: Option<ServerMetadata>,
    pub(super) snapshot: Option<Snapshot>,
    /// The bytes on which the client depends, unless that is all.
    pub(super) ranges: Option<Vec<Range<usize>>>,
}

/// A document to be read.
#[cfg_attr(
    not(feature = "documents"),
    expect(dead_code, reason = "without the formats, the document is only reported")
)]
pub(super) struct Unread<'a> {
    pub(super) key: Key,
    pub(super) path: &'a str,
    pub(super) content: &'a Content,
    /// Its index among those of the client.
    pub(super) index: usize,
    /// A mistake at the path in the attribute.
    pub(super) mistake: Mistake,
}

/// Reads the documents that an attribute names. What could not be read of them is unknown, unless the
/// attribute says it.
pub(crate) fn read(
    attribute: &mut Attribute,
    documents: &dyn Documents,
    mistakes: &mut Mistakes,
) -> Read {
    let mut read = Read::default();
    for (key, path) in &attribute.documents {
        // Of a key that is there twice, nobody knows which one is meant.
        if attribute.statement.unknown.contains(*key) {
            continue;
        }
        if let (Some(text), Origin::Token(token)) = (path.value.text(), path.origin) {
            let path = Path { key: *key, text, token };
            let content = path.open(documents, mistakes);
            read.document(&path, content, attribute, mistakes);
        }
    }
    let mut unknown = Keys::NONE;
    if names(attribute, Key::Registration) && read.registration.is_none() {
        unknown = unknown.with(of_registration());
    }
    if names(attribute, Key::Server) && read.server.is_none() {
        unknown = unknown.with(of_server());
    }
    let written = attribute.statement.written;
    attribute.statement.unknown = attribute.statement.unknown.with(unknown.without(written));
    let known = |statement: &mut Statement| statement.unknown = statement.unknown.without(written);
    if let Some(registration) = &mut read.registration {
        known(&mut registration.statement);
    }
    if let Some(server) = &mut read.server {
        known(&mut server.statement);
    }
    if attribute.lacks_kind {
        read.kind(attribute, mistakes);
    }
    read
}

/// The keys that a registration can state.
fn of_registration() -> Keys {
    let mut keys = Keys::NONE;
    for key in Key::ALL {
        let formats = [Format::Rfc7591, Format::Keycloak, Format::Gravitee];
        if formats.iter().any(|format| !format.names(*key).is_empty()) {
            keys.insert(*key);
        }
    }
    keys
}

/// The keys that the metadata of a server can state: the issuer and the endpoints.
fn of_server() -> Keys {
    let mut keys = Keys::NONE;
    for key in Key::ALL.iter().filter(|key| key.is_uri() && **key != Key::JwksUri) {
        if !key.member().server_metadata.is_empty() {
            keys.insert(*key);
        }
    }
    keys
}

/// The path of a document in an attribute.
struct Path<'a> {
    key: Key,
    text: &'a str,
    /// The token that has it.
    token: usize,
}

impl Path<'_> {
    /// Opens the document.
    fn open(&self, documents: &dyn Documents, mistakes: &mut Mistakes) -> Content {
        if let Some(fault) = path::check(self.text, documents, self.mistake()) {
            mistakes.add(fault.rule, fault.mistake);
            if !fault.is_read {
                return Content::Nothing;
            }
        }
        match documents.share(self.text) {
            Ok(opened) => Content::Opened(opened),
            Err(why) => {
                mistakes.add(&rule::UNREADABLE_DOCUMENT, self.unreadable(&why));
                if why == Unreadable::TooLarge { Content::Unread } else { Content::Nothing }
            }
        }
    }

    /// A mistake at the path.
    fn mistake(&self) -> Mistake {
        at(Place::Token(self.token))
    }

    fn unreadable(&self, why: &Unreadable) -> Mistake {
        let (mistake, path) = (self.mistake(), self.text);
        match why {
            Unreadable::Missing => {
                let mistake = mistake.fact(rule::NO_FILE).quote(path);
                if path.contains("://") {
                    let help =
                        "save the document as a file: the compiler reads nothing from the network";
                    return mistake.help(help);
                }
                match self.key {
                    Key::Server => {
                        mistake.or("`cargo oauth-flow server add` writes such a document")
                    }
                    _ => mistake,
                }
            }
            Unreadable::Folder => mistake.fact(rule::IS_A_FOLDER).quote(path),
            Unreadable::TooLarge => {
                let mistake = mistake.fact(rule::TOO_LARGE).quote(path);
                let mistake = mistake.with(&(LARGEST / (1024 * 1024)));
                mistake.help("save a document that has no more than this client, or its server")
            }
            Unreadable::Failed(error) => {
                let mistake = mistake.fact(rule::NOT_READABLE).quote(path).with(error);
                mistake.help("check the path, and whether whoever builds may read the file")
            }
            Unreadable::NoPackage => {
                let mistake = mistake.fact(rule::NO_PACKAGE).quote(path);
                mistake.help("build with cargo, which sets the variable `CARGO_MANIFEST_DIR`")
            }
        }
    }
}

impl Read {
    /// Adds what a document says.
    fn document(
        &mut self,
        path: &Path<'_>,
        content: Content,
        attribute: &Attribute,
        mistakes: &mut Mistakes,
    ) {
        let said = formats::read(
            Unread {
                key: path.key,
                path: path.text,
                content: &content,
                index: self.documents.len(),
                mistake: path.mistake(),
            },
            attribute,
            mistakes,
        );
        self.registration = said.registration.or_else(|| self.registration.take());
        self.server = said.server.or_else(|| self.server.take());
        let mut document = Document {
            key: path.key,
            path: path.text.to_owned(),
            token: path.token,
            content,
            ranges: Vec::new(),
            snapshot: said.snapshot,
        };
        let whole = document.length().map(|length| 0..length);
        document.ranges = said.ranges.unwrap_or_else(|| whole.into_iter().collect());
        self.documents.push(document);
    }

    /// Reports a kind that neither the attribute nor the registration decides.
    fn kind(&self, attribute: &mut Attribute, mistakes: &mut Mistakes) {
        let unknown = &mut attribute.statement.unknown;
        match &self.registration {
            Some(registration) if !registration.statement.values(Key::Kind).is_empty() => {
                *unknown = unknown.without(Keys::of(&[Key::Kind]));
            }
            Some(registration) if registration.statement.unknown.contains(Key::Kind) => {}
            Some(registration) => {
                let fit: Vec<&str> = registration.choices.texts(Key::Kind).collect();
                mistakes.missing_kind(&fit);
            }
            // The document that could not be read may say it.
            None if names(attribute, Key::Registration) => {}
            None => mistakes.missing_kind(&[]),
        }
    }
}

/// Whether an attribute has the key, readable or not.
fn names(attribute: &Attribute, key: Key) -> bool {
    let statement = &attribute.statement;
    statement.written.contains(key) || statement.unknown.contains(key)
}
