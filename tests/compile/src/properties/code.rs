//! What holds of a file, whatever is in it.

use std::collections::BTreeMap;

use oauth_flow_core::{Declared, Finding, Origin, Whose, clients};
use oauth_flow_syntax::code::{self, TextRange};
use oauth_flow_syntax::document::NoDocuments;

use super::shows;

/// Reads the text as a file of Rust, and judges what its code does. Nothing panics; a place is a part of
/// the text; each finding has a place, and a message that shows; the same text gives the same findings.
pub fn hold_of_file(text: &str) {
    assert_eq!(judged(text), judged(text), "{text:?}");
}

/// The findings of a file, each with where it is.
fn judged(text: &str) -> Vec<(&'static str, String, usize)> {
    let file = match code::read(text, &NoDocuments) {
        Ok(file) => file,
        Err(error) => {
            is_part_of(text, &error.place);
            assert!(!error.message.is_empty());
            return Vec::new();
        }
    };
    let places = &file.places;
    for place in places.iter().chain(file.waivers.iter().map(|waiver| &waiver.place)) {
        is_part_of(text, place);
    }
    let mut all = Vec::new();
    for declared in &file.declared {
        for finding in declared.client.findings() {
            let place = declared.places.of_origin(finding.origin);
            is_part_of(text, place);
            all.push(said(&finding, place));
        }
    }
    let declared: Vec<Declared> = file
        .declared
        .iter()
        .map(|it| Declared { module: String::new(), name: it.name.clone().unwrap_or_default() })
        .collect();
    let units = file.units.iter().map(|(unit, _)| unit.clone()).collect();
    for client in clients(units, &declared, &BTreeMap::clone(&file.holders)) {
        let findings = match client.whose {
            Whose::Of(index) => file.declared[index].client.findings_in(&client.code),
            Whose::Undeclared | Whose::OneOf(_) => client.code.findings(),
        };
        for finding in findings {
            let Origin::Code(index) = finding.origin else { panic!("{finding:?} is in the code") };
            all.push(said(&finding, &places[index]));
        }
    }
    all
}

fn said(finding: &Finding, place: &TextRange) -> (&'static str, String, usize) {
    let message = finding.message();
    assert!(shows(&message), "{message:?}");
    (finding.rule.id, message, place.bytes.start)
}

/// Whether the place is a part of the text, and its line and column say where.
fn is_part_of(text: &str, place: &TextRange) {
    let before = text.get(..place.bytes.start).unwrap_or_else(|| panic!("{place:?} of {text:?}"));
    assert!(text.get(place.bytes.clone()).is_some(), "{place:?} of {text:?}");
    assert_eq!(before.matches('\n').count() + 1, place.line, "{place:?} of {text:?}");
}
