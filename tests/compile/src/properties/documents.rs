//! What holds of any bytes as the documents of a client.

use std::ops::Range;

use oauth_flow_core::{Finding, Place, Rule, rules::documents};
use oauth_flow_syntax::Source;
use oauth_flow_syntax::document::{Document, InMemory};
use oauth_flow_syntax::text::read_with;

use super::{said, shows};

/// Attributes that name both documents: one that picks a client, one that leaves the kind to the
/// registration, and one that has most of the rules look.
const ATTRIBUTES: [&str; 3] = [
    r#"kind = "web", client_id = "portal", registration = "client.json", server = "server.json""#,
    r#"pkce = "S256", registration = "client.json", server = "server.json""#,
    r#"kind = "native", profile = "fapi2", scope = "openid", redirect_uri = "http://127.0.0.1/cb",
       issuer = "https://as.example.com", server = "server.json", registration = "client.json""#,
];

/// Reads the bytes as a registration and as the metadata of a server, and judges the client. Nothing
/// panics; each place in a document is a part of it, and its line and column are right; the same bytes give
/// the same findings; each message shows and is shorter than 4,000 bytes; a document of which nothing
/// was read has a mistake.
///
/// # Panics
///
/// Where that does not hold.
pub fn hold_of_documents(registration: &[u8], server: &[u8]) {
    let documents =
        InMemory::default().with("client.json", registration).with("server.json", server);
    for attribute in ATTRIBUTES {
        let source = read_with(attribute, "struct Client;", &documents);
        let again = read_with(attribute, "struct Client;", &documents);
        let said_of_it = said(&source);
        assert_eq!(said_of_it, said(&again), "{attribute}");
        for text in source.findings().iter().map(Finding::message) {
            assert!(shows(&text), "a message with characters that do not show: {text:?}");
            assert!(text.len() < 4_000, "a message of {} bytes: {text}", text.len());
        }
        assert_places(&source);
        for document in source.documents() {
            assert_ranges(document);
        }
        let client = source.client();
        let unread = |read: bool| read || has(&source, documents::RULES);
        assert!(unread(client.registration().is_some()), "{said_of_it:?}");
        assert!(unread(client.server_metadata().is_some()), "{said_of_it:?}");
    }
}

/// Whether one of the rules found something.
fn has(source: &Source, rules: &[&Rule]) -> bool {
    source.findings().iter().any(|finding| rules.contains(&finding.rule))
}

/// Asserts that each place in a document is a part of it, with its line and column.
fn assert_places(source: &Source) {
    for finding in source.findings() {
        for place in std::iter::once(finding.place).chain(finding.also.iter().copied()) {
            let origin = source.client().origin(place);
            let Some(at) = source.position(origin) else {
                assert!(!matches!(place, Place::Document(_)), "{place:?} is nowhere");
                continue;
            };
            let document = &source.documents()[at.document];
            let bytes = document.bytes().expect("a place in a document that was read");
            let before = bytes.get(..at.bytes.start).expect("a part of the document");
            let line = before.split(|byte| *byte == b'\n').count();
            let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
            assert_eq!((at.line, at.column), (line, column), "{place:?}");
            assert!((at.line, at.column) <= (at.end_line, at.end_column), "{at:?}");
            if let Some(text) = document.text() {
                assert!(text.get(at.bytes.clone()).is_some(), "{at:?} is no part of the document");
            }
            let token = source.span(origin).source_text();
            assert_eq!(token, Some(format!("{:?}", document.path())));
        }
    }
}

/// Asserts that what a client depends on is in its document, in order.
fn assert_ranges(document: &Document) {
    let length = document.length().expect("the document was read");
    let ranges: &[Range<usize>] = document.ranges();
    assert!(!ranges.is_empty());
    for pair in ranges.windows(2) {
        assert!(pair[0].end <= pair[1].start, "{ranges:?}");
    }
    for range in ranges {
        assert!(range.start <= range.end && range.end <= length, "{ranges:?} of {length}");
        if let Some(text) = document.text() {
            assert!(text.get(range.clone()).is_some(), "{ranges:?}");
        }
    }
}
