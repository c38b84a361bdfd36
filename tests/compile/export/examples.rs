//! The examples of the rules as documents: what is wrong with a declaration is wrong with its registration.

use std::collections::BTreeMap;

use oauth_flow_core::{Rule, rules};
use oauth_flow_syntax::text::Text;

use super::{FORMATS, as_document, expected, found};

/// Why an example is not run as a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Without {
    /// What is wrong is how the attribute or a document is written: there is no client to export.
    NotRead,
    /// It has a document already.
    Document,
    /// The mistake is a key of the attribute that is a secret: no document has it.
    SecretKey,
}

fn without(text: &Text) -> Option<Without> {
    let source = text.read();
    if source.findings().iter().any(|finding| !finding.rule.can_be_waived()) {
        Some(Without::NotRead)
    } else if source.client().registration().is_some() {
        Some(Without::Document)
    } else if !source.client().secret_keys().is_empty() {
        Some(Without::SecretKey)
    } else {
        None
    }
}

#[test]
fn each_example_has_the_same_findings_as_a_document() {
    let (mut run, mut in_document) = (0, 0);
    let mut not_run = BTreeMap::new();
    let mut wrong = Vec::new();
    let of = |rule: &'static Rule| rule.accepts.iter().chain(rule.rejects);
    for example in rules::all().flat_map(of) {
        let text = Text::from(example);
        if let Some(reason) = without(&text) {
            *not_run.entry(reason).or_insert(0) += 1;
            continue;
        }
        let source = text.read();
        for format in FORMATS {
            let moved = as_document(&text, &source, format);
            let again = moved.text.read();
            let (found, expected) = (found(&again), expected(&source, &moved));
            let registered = again.client().registered();
            for finding in again.findings() {
                if finding.place.key().is_some_and(|key| registered.contains(key)) {
                    let position = again.position(finding.origin);
                    assert!(position.is_some(), "{finding:?} in {}", moved.document);
                    in_document += 1;
                }
            }
            run += 1;
            if found != expected {
                wrong.push(format!(
                    "{} on {}\n{} in {}{expected:?}\n{found:?}\n",
                    text.attribute, text.item, moved.text.attribute, moved.document
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {run}:\n{}", wrong.len(), wrong.join("\n"));
    // Each of the examples in each of the formats.
    assert!(run >= 880, "{run} run, {not_run:?} not run");
    assert!(in_document >= 290, "{in_document} findings in documents");
}
