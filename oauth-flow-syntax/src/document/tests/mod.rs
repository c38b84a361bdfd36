//! Documents, and what is read of them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

#[cfg(feature = "code")]
mod code;
mod details;
mod file;
mod gravitee;
mod json;
mod keycloak;
mod path;
mod reading;
mod realm;
mod registration;
mod rfc7591;
mod server;

use oauth_flow_core::{Finding, Key, Origin, Place, Registration, ServerMetadata, Stated, Value};
use oauth_flow_core::{members::Detail, rules::documents};

use super::{Documents, InMemory};
use crate::Source;

/// The name of the document of a registration in a test.
const CLIENT: &str = "client.json";

/// The name of the document of a server in a test.
const SERVER: &str = "server.json";

/// Reads an attribute with these documents.
fn with(attribute: &str, documents: &dyn Documents) -> Source {
    let attribute = attribute.parse().unwrap();
    crate::read(attribute, "struct Client;".parse().unwrap(), documents)
}

/// Reads an attribute whose registration is `text`.
fn registered(attribute: &str, text: impl Into<Vec<u8>>) -> Source {
    let attribute = format!("{attribute}, registration = \"{CLIENT}\"");
    with(&attribute, &InMemory::default().with(CLIENT, text))
}

/// Reads an attribute whose server has the metadata `text`.
fn served(attribute: &str, text: impl Into<Vec<u8>>) -> Source {
    let attribute = format!("{attribute}, server = \"{SERVER}\"");
    with(&attribute, &InMemory::default().with(SERVER, text))
}

/// What the document `text` registers.
#[track_caller]
fn registration(text: &str) -> Registration {
    let source = registered("kind = web", text);
    assert_eq!(mistakes(&source), [""; 0], "{text}");
    source.client().registration().unwrap().clone()
}

/// What the document `text` says of its server.
#[track_caller]
fn metadata(text: &str) -> ServerMetadata {
    let source = served("kind = web", text);
    assert_eq!(mistakes(&source), [""; 0], "{text}");
    source.client().server_metadata().unwrap().clone()
}

/// The findings about what could not be read, those of documents alone.
fn found(source: &Source) -> Vec<Finding> {
    let mut findings = source.findings();
    findings.retain(|finding| documents::RULES.contains(&finding.rule));
    findings
}

/// What could not be read of documents, each with where it is: `rule 3:14 fact`, where a token of the
/// attribute is `attribute`.
fn mistakes(source: &Source) -> Vec<String> {
    let told = found(source).into_iter().map(|finding| {
        let place = place(source, finding.place);
        format!("{} {place} {}", finding.rule.id, finding.fact)
    });
    told.collect()
}

/// Where a place is.
fn place(source: &Source, place: Place) -> String {
    match source.position(source.client().origin(place)) {
        Some(at) => format!("{}:{}", at.line, at.column),
        None => String::from("attribute"),
    }
}

/// The texts of a key in a statement, joined by `, `, each with its place: `text@3:14`.
fn values(source: &Source, values: &[Stated<Value>]) -> String {
    let shown = values.iter().map(|stated| {
        let at = source.position(stated.origin).unwrap();
        let text = stated.value.text().unwrap();
        format!("{text}@{}:{}", at.line, at.column)
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// The texts of a key, joined by `, `.
fn texts(statement: &oauth_flow_core::Statement, key: Key) -> String {
    statement.texts(key).collect::<Vec<_>>().join(", ")
}

/// The members that no declaration states, each with its text and its place.
fn details(source: &Source) -> Vec<(Detail, String, String)> {
    let registration = source.client().registration();
    let server = source.client().server_metadata();
    let details = match (registration, server) {
        (Some(registration), _) => &registration.details,
        (None, Some(server)) => &server.details,
        (None, None) => return Vec::new(),
    };
    let at = |origin: Origin| {
        let at = source.position(origin).unwrap();
        format!("{}:{}", at.line, at.column)
    };
    details.iter().map(|(detail, it)| (detail, it.value.clone(), at(it.origin))).collect()
}

#[test]
fn the_examples_of_the_chapter_hold() {
    for rule in documents::RULES {
        for (examples, count) in [(rule.accepts, 0), (rule.rejects, 1)] {
            for example in examples {
                let source = with(example.attribute, &InMemory::from(example));
                let ids: Vec<_> = source.findings().iter().map(|finding| finding.rule.id).collect();
                assert_eq!(ids, vec![rule.id; count], "{example:?}");
            }
        }
    }
}
