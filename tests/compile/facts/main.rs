//! What each rule says of the cases at its borders: the token that a finding stands on, the fact,
//! and where a case decides it, the help. Written down by hand; the examples of the rules show the
//! plain cases.

use oauth_flow_compile_tests::read;
use oauth_flow_core::check;

mod clients;
mod uris;

const UNIT: &str = "struct Client;";

/// Asserts what is found in a declaration: each fact, with the text of the token under it.
#[track_caller]
fn says(attribute: &str, item: &str, expected: &[(&str, &str)]) {
    let source = read(attribute, item);
    assert!(source.mistakes().is_empty(), "{attribute}: {:?}", source.mistakes());
    let found = source.with_subject(check);
    let found: Vec<(String, &str)> = found
        .iter()
        .map(|it| (source.span(it.place).source_text().unwrap_or_default(), it.fact.as_str()))
        .collect();
    let found: Vec<(&str, &str)> = found.iter().map(|(token, fact)| (&**token, *fact)).collect();
    assert_eq!(found, expected, "{attribute} on {item}");
}

/// Asserts the help of the only finding in a declaration.
#[track_caller]
fn helps(attribute: &str, item: &str, expected: &str) {
    let source = read(attribute, item);
    let help: Vec<String> = source.with_subject(|subject| {
        check(subject).iter().map(|finding| finding.remedy.text(subject)).collect()
    });
    assert_eq!(help, [expected], "{attribute} on {item}");
}
