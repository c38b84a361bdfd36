//! The formats of documents, told apart by the shape of the document, and one reader of JSON for all.

mod choices;
mod client;
mod details;
mod gravitee;
mod json;
mod keycloak;
mod notes;
mod realm;
mod registration;
mod rfc7591;
mod server;
mod values;

use oauth_flow_core::Key;
use oauth_flow_core::rules::documents as rule;

use super::reading::{Said, Unread};
use crate::attribute::Attribute;
use crate::mistakes::Mistakes;
pub(super) use json::Parsed;
use notes::Notes;
use realm::Wanted;

/// Reads a document.
pub(super) fn read(document: Unread<'_>, attribute: &Attribute, mistakes: &mut Mistakes) -> Said {
    let mut notes = Notes::new(mistakes, document.index, document.key);
    let mut said = Said::default();
    match document.content.opened().map(|opened| (opened, opened.text())) {
        Some((_, Some(text))) if text.trim_matches(json::SPACE).is_empty() => {
            let mistake = document.mistake.fact(rule::EMPTY_FILE).quote(document.path);
            let mistake = mistake.help("save the document into the file");
            notes.add(&rule::UNREADABLE_DOCUMENT, 0, mistake);
        }
        Some((opened, Some(text))) => {
            let root = opened.parsed().value(text, &mut notes);
            match (document.key, root) {
                (Key::Registration, Some(root)) => {
                    let wanted = Wanted::of(attribute);
                    let read = registration::read(root, text.len(), &wanted, &mut notes);
                    let (registration, of) = read.unzip();
                    (said.registration, said.ranges) = (registration, of.flatten());
                }
                (Key::Server, Some(root)) => {
                    let (server, of) = server::read(root, &mut notes).unzip();
                    (said.server, said.snapshot) = (server, of.flatten());
                }
                _ => {}
            }
        }
        Some((opened, None)) => {
            let valid = opened.readable().len();
            notes.note(&rule::UNREADABLE_DOCUMENT, valid..valid + 1, |mistake| {
                let mistake = mistake.fact(rule::NOT_UTF8).quote(document.path).with(&valid);
                mistake.help("save the document as UTF-8")
            });
        }
        None => {}
    }
    notes.finish();
    said
}
