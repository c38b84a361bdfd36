//! Where a declaration and a document of the client say different things of one member.

use alloc::vec::Vec;

use super::documents::{Registration, ServerMetadata};
use super::merge::is_registered;
use super::origin::{Origin, Stated};
use super::statement::{SET, Statement, Value};
use crate::members::{Key, Shape};
use crate::vocabulary::{Grant, Word};

/// The document with which a declaration disagrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// The registration.
    Registration,
    /// The metadata of the server.
    Server,
}

/// A member of which the declaration and a document say different things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The member.
    pub key: Key,
    /// The document.
    pub with: Party,
    /// What the declaration alone says.
    pub declared: Vec<Stated<Value>>,
    /// What the document alone says.
    pub other: Vec<Stated<Value>>,
    /// Where the document has the member.
    pub origin: Origin,
}

/// Where the attribute and the registration disagree.
pub(super) fn with_registration(
    attribute: &Statement,
    registration: &Registration,
) -> Vec<Disagreement> {
    let unsaid = |stated: &Stated<Value>| match stated.value {
        Value::Word(word) => {
            Grant::of_word(word).is_some_and(|grant| registration.unsaid.contains(&grant))
        }
        _ => false,
    };
    let mut found = Vec::new();
    for key in Key::ALL {
        let choices = registration.choices.values(*key);
        let stated = registration.statement.values(*key);
        let is_choice =
            |stated: &Stated<Value>| choices.iter().any(|choice| choice.value == stated.value);
        let (registered, of) = if stated.is_empty() {
            (choices, &registration.choices)
        } else {
            (stated, &registration.statement)
        };
        let Some(mut disagreement) = compare(*key, attribute, registered, of) else { continue };
        disagreement
            .declared
            .retain(|stated| !(is_choice(stated) || (*key == Key::Grant && unsaid(stated))));
        let list = is_list(*key);
        // The scope of a registration is what the client may ask for, and a declaration need not ask
        // for all of it (RFC 7591 section 2).
        if *key == Key::Scope {
            disagreement.other.clear();
        }
        let differs = !disagreement.declared.is_empty() || (list && !disagreement.other.is_empty());
        if differs {
            found.push(disagreement);
        }
    }
    found
}

/// Where the attribute and the metadata of the server disagree.
pub(super) fn with_server(attribute: &Statement, server: &ServerMetadata) -> Vec<Disagreement> {
    let compared = Key::ALL.iter().filter_map(|key| {
        let values = server.statement.values(*key);
        let mut disagreement = compare(*key, attribute, values, &server.statement)?;
        disagreement.with = Party::Server;
        (!disagreement.declared.is_empty()).then_some(disagreement)
    });
    compared.collect()
}

/// What each side alone says of a key. `None` where one of them says nothing, or leaves the value to
/// the run time.
fn compare(
    key: Key,
    attribute: &Statement,
    other: &[Stated<Value>],
    source: &Statement,
) -> Option<Disagreement> {
    let declared = attribute.values(key);
    let open = |values: &[Stated<Value>]| {
        values.is_empty() || values.iter().any(|stated| stated.value.text().is_none())
    };
    if open(declared) || open(other) {
        return None;
    }
    let alone = |one: &[Stated<Value>], rest: &[Stated<Value>]| -> Vec<Stated<Value>> {
        let listed = |value: &Value| rest.iter().any(|stated| is_same(key, value, &stated.value));
        one.iter().filter(|stated| !listed(&stated.value)).cloned().collect()
    };
    let place = super::place::Place::Key(key);
    let mut disagreement = Disagreement {
        key,
        with: Party::Registration,
        declared: alone(declared, other),
        other: alone(other, declared),
        origin: source.origin(place).unwrap_or_default(),
    };
    // A client may do more than a flag of the document requires.
    if matches!(key.member().shape, Shape::Flag) {
        disagreement.declared.retain(|stated| stated.value.text() != Some(SET));
    }
    Some(disagreement)
}

/// Whether a member has several values.
fn is_list(key: Key) -> bool {
    !matches!(
        key.member().shape,
        Shape::Word(_) | Shape::Text | Shape::Uri | Shape::Flag | Shape::Prefix
    )
}

fn is_same(key: Key, one: &Value, other: &Value) -> bool {
    match (one.text(), other.text()) {
        (Some(one), Some(other)) => {
            one == other
                || (key == Key::RedirectUri
                    && (is_registered(one, other) || is_registered(other, one)))
        }
        _ => true,
    }
}
