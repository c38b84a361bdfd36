//! What the tests of the attribute share, those of the pages and the editor and the fuzz targets
//! with them.
#![cfg(not(trybuild))]

pub mod properties;
mod scratch;
pub mod uri_readers;

pub use scratch::{scratch, scratch_target};

use oauth_flow_core::packed::Unpacked;
use oauth_flow_core::{Declaration, Finding, Key, Level, Place, Subject};
use oauth_flow_syntax::Source;
use oauth_flow_syntax::document::InMemory;
use oauth_flow_syntax::text::{Text, apply, read};

/// Gives the declaration of `source` to `look`.
pub fn declaration<R>(source: &Source, look: impl FnOnce(&Declaration<'_>) -> R) -> R {
    let client = source.client();
    let (packed, waivers) = (client.pack(), client.waivers());
    let texts = packed.all();
    look(&Unpacked::of(&texts, &waivers).declaration())
}

/// The ids of all findings of `source`.
#[must_use]
pub fn ids(source: &Source) -> Vec<&'static str> {
    source.findings().iter().map(|finding| finding.rule.id).collect()
}

/// The rules of what is found in a declaration, in order; an error begins with `!`.
#[must_use]
pub fn found(attribute: &str, item: &str) -> Vec<String> {
    let findings = read(attribute, item).findings();
    let shown = findings.iter().map(|finding| match finding.level {
        Level::Error => format!("!{}", finding.rule.id),
        _ => String::from(finding.rule.id),
    });
    shown.collect()
}

/// Asserts what is found in a declaration, and that the help leads to nothing else.
#[track_caller]
pub fn finds(attribute: &str, item: &str, expected: &[&str]) {
    assert_eq!(found(attribute, item), expected, "{attribute} on {item}");
    follow_the_help(attribute, item);
}

/// Asserts that whoever does what a help says, where that is an edit, gets no other finding than those
/// that were there besides.
pub fn follow_the_help(attribute: &str, item: &str) {
    let text = Text {
        attribute: attribute.to_owned(),
        item: item.to_owned(),
        documents: InMemory::default(),
    };
    let source = text.read();
    let before = ids(&source);
    for (index, finding) in source.findings().iter().enumerate() {
        // What could not be read hid what else there is.
        if !finding.rule.can_be_waived() {
            continue;
        }
        let Some(fixed) = apply(&text, &source, &finding.remedy) else { continue };
        let mut others = before.clone();
        others.remove(index);
        let after = ids(&fixed.read());
        let is_new = |id: &&&str| !others.contains(*id);
        let new: Vec<_> = after.iter().filter(is_new).collect();
        assert!(new.is_empty(), "`{}` makes {fixed:?} of {text:?}: {new:?}", finding.help);
    }
}

/// What could not be read of `source`.
#[must_use]
pub fn mistakes(source: &Source) -> Vec<Finding> {
    let mut findings = source.findings();
    findings.retain(|finding| !finding.rule.can_be_waived());
    findings
}

/// Whether what the place names is there. A token is known to the reader of the source alone.
#[must_use]
pub fn exists(place: Place, subject: &Subject<'_>) -> bool {
    let declaration = &subject.declaration;
    match place {
        Place::Value(Key::Grant, index) => index < declaration.grants.len(),
        Place::Value(Key::ResponseType, index) => index < declaration.response_types.len(),
        Place::Value(Key::RedirectUri, index) => index < declaration.redirect_uris.len(),
        Place::Value(Key::PostLogoutRedirectUri, index) => {
            index < declaration.post_logout_redirect_uris.len()
        }
        Place::Value(Key::Scope, index) => index < declaration.scopes.len(),
        Place::Value(Key::Resource, index) => index < declaration.resources.len(),
        Place::Value(..) => false,
        Place::Waiver(index) => index < declaration.waivers.len(),
        Place::Field(index) => index < subject.fields.len(),
        Place::SecretKey(index) => index < subject.secret_keys.len(),
        _ => true,
    }
}
