//! What each rule says of the cases at its borders: the token at which a finding is shown, the fact,
//! and where a case decides it, the help. Written down by hand; the examples of the rules show the
//! plain cases.

use oauth_flow_compile_tests::{follow_the_help, mistakes};
use oauth_flow_syntax::text::read;

mod clients;
mod documents;
mod uris;

const UNIT: &str = "struct Client;";

/// Asserts what is found in a declaration: each fact, with the text of the token under it.
#[track_caller]
fn says(attribute: &str, item: &str, expected: &[(&str, &str)]) {
    let source = read(attribute, item);
    assert!(mistakes(&source).is_empty(), "{attribute}: {:?}", mistakes(&source));
    let found = source.findings();
    let found: Vec<(String, &str)> = found
        .iter()
        .map(|it| (source.span(it.origin).source_text().unwrap_or_default(), it.fact.as_str()))
        .collect();
    let found: Vec<(&str, &str)> = found.iter().map(|(token, fact)| (&**token, *fact)).collect();
    assert_eq!(found, expected, "{attribute} on {item}");
    follow_the_help(attribute, item);
}

/// Asserts the help of the only finding in a declaration.
#[track_caller]
fn helps(attribute: &str, item: &str, expected: &str) {
    let source = read(attribute, item);
    let help: Vec<String> = source.findings().into_iter().map(|finding| finding.help).collect();
    assert_eq!(help, [expected], "{attribute} on {item}");
}
