//! What engineers reported in public of configurations like theirs, each kind with inputs of its own:
//! what is found, by rule, and what the help says where the help was at fault.

use oauth_flow_compile_tests::{finds, found};
use oauth_flow_syntax::document::InMemory;
use oauth_flow_syntax::text::{Text, apply, read};

mod credentials;
mod fields;
mod grants;
mod items;
mod members;
mod redirect_uris;
mod scopes;
mod waivers;

const UNIT: &str = "struct Client;";

/// Asserts that the help of the only finding has these parts and none of the others.
#[track_caller]
fn helps(attribute: &str, item: &str, parts: &[&str], not: &[&str]) {
    let findings = read(attribute, item).findings();
    let [finding] = findings.as_slice() else { panic!("{attribute} on {item}: {findings:?}") };
    for part in parts {
        assert!(finding.help.contains(part), "{attribute}: {} lacks {part}", finding.help);
    }
    for part in not {
        assert!(!finding.help.contains(part), "{attribute}: {} has {part}", finding.help);
    }
}

/// Asserts that whoever does what each help says gets no further finding.
#[track_caller]
fn is_mended(attribute: &str, item: &str) {
    let text = Text {
        attribute: attribute.to_owned(),
        item: item.to_owned(),
        documents: InMemory::default(),
    };
    let source = text.read();
    for finding in source.findings() {
        let Some(fixed) = apply(&text, &source, &finding.remedy) else {
            panic!("{}: {} is a question", finding.rule.id, finding.help)
        };
        let left = found(&fixed.attribute, &fixed.item);
        assert_eq!(left, [""; 0], "{attribute} became {fixed:?}");
    }
}
