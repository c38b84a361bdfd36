//! Attribute and item as text, and what is read of them.

mod accepted;
mod evidence;
mod garbage;
mod mistakes;
mod names;
mod spans;

use oauth_flow_core::{Declaration, Subject};
use proc_macro2::TokenStream;

use crate::Source;

const UNIT: &str = "struct Client;";

fn tokens(text: &str) -> TokenStream {
    let stream: TokenStream = text.parse().unwrap_or_default();
    assert!(!stream.is_empty() || text.is_empty(), "does not lex: {text}");
    stream
}

fn source(attribute: &str, item: &str) -> Source {
    crate::read(tokens(attribute), tokens(item))
}

fn ids(source: &Source) -> Vec<&'static str> {
    source.mistakes().iter().map(|finding| finding.rule.id).collect()
}

/// Reads an attribute without mistakes, and gives its subject to `f`.
fn subject<R>(attribute: &str, item: &str, f: impl FnOnce(&Subject<'_>) -> R) -> R {
    let source = source(attribute, item);
    let facts: Vec<&str> = source.mistakes().iter().map(|f| f.fact.as_str()).collect();
    assert!(facts.is_empty(), "{attribute}: {facts:?}");
    source.with_subject(f)
}

fn declares(attribute: &str, holds: impl FnOnce(&Declaration<'_>) -> bool) {
    assert!(subject(attribute, UNIT, |subject| holds(&subject.declaration)), "{attribute}");
}
