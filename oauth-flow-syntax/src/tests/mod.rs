//! Attribute and item as text, and what is read of them.

mod accepted;
mod evidence;
mod garbage;
mod mistakes;
mod names;
mod spans;

use crate::document::InMemory;
use oauth_flow_core::packed::Unpacked;
use oauth_flow_core::{Declaration, Field, Finding, Keys};
use proc_macro2::TokenStream;

use crate::Source;

const UNIT: &str = "struct Client;";

fn tokens(text: &str) -> TokenStream {
    let stream: TokenStream = text.parse().unwrap_or_default();
    assert!(!stream.is_empty() || text.is_empty(), "does not lex: {text}");
    stream
}

/// The documents that the usages of the keys name.
fn documents() -> InMemory {
    InMemory::default()
        .with("clients/portal.json", r#"{ "client_name": "Portal" }"#)
        .with("oauth/idp.example.com.json", r#"{ "issuer": "https://idp.example.com" }"#)
}

fn source(attribute: &str, item: &str) -> Source {
    crate::read(tokens(attribute), tokens(item), &documents())
}

/// What could not be read.
fn mistakes(source: &Source) -> Vec<Finding> {
    let mut findings = source.findings();
    findings.retain(|finding| !finding.rule.can_be_waived());
    findings
}

/// What breaks a rule.
fn broken_rules(source: &Source) -> Vec<&'static str> {
    let mut findings = source.findings();
    findings.retain(|finding| finding.rule.can_be_waived());
    findings.iter().map(|finding| finding.rule.id).collect()
}

fn ids(source: &Source) -> Vec<&'static str> {
    mistakes(source).iter().map(|finding| finding.rule.id).collect()
}

/// What was read of a source.
#[derive(Debug)]
struct Seen<'a> {
    declaration: Declaration<'a>,
    written: Keys,
    unknown: Keys,
    fields: &'a [Field],
    flattened: bool,
    secret_keys: Vec<&'a str>,
}

fn seen<R>(source: &Source, f: impl FnOnce(&Seen<'_>) -> R) -> R {
    let client = source.client();
    let (packed, waivers) = (client.pack(), client.waivers());
    let texts = packed.all();
    let unpacked = Unpacked::of(&texts, &waivers);
    f(&Seen {
        declaration: unpacked.declaration(),
        written: client.statement().written,
        unknown: client.statement().unknown,
        fields: client.fields(),
        flattened: client.is_flattened(),
        secret_keys: client.secret_keys(),
    })
}

/// Reads an attribute without mistakes, and gives what was read to `f`.
fn subject<R>(attribute: &str, item: &str, f: impl FnOnce(&Seen<'_>) -> R) -> R {
    let source = source(attribute, item);
    let facts: Vec<String> = mistakes(&source).into_iter().map(|f| f.fact).collect();
    assert!(facts.is_empty(), "{attribute}: {facts:?}");
    seen(&source, f)
}

fn declares(attribute: &str, holds: impl FnOnce(&Declaration<'_>) -> bool) {
    assert!(subject(attribute, UNIT, |subject| holds(&subject.declaration)), "{attribute}");
}
