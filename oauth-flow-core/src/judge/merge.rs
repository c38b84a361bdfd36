//! Makes one statement of what several sources say of a client.
//!
//! Each member has the values of the first source that states any. Two values of a member that has
//! one are a contradiction, and so is a value that the declaration does not list where it lists
//! some.

use alloc::vec::Vec;

use super::origin::{Origin, Stated};
use super::statement::{Statement, Value};
use crate::members::{Key, Shape};
use crate::uri::{Host, Uri};
use crate::vocabulary::Word;

/// The sources of a client as one.
#[derive(Debug, Default)]
pub struct Merged {
    /// What they say together.
    pub statement: Statement,
    /// Where they contradict each other.
    pub contradictions: Vec<Contradiction>,
}

/// Two statements that cannot both be true.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Contradiction {
    /// A member that has one value has two.
    Several {
        /// The member with two values.
        key: Key,
        /// Where the first value comes from.
        first: Origin,
        /// Where the other value comes from.
        second: Origin,
    },
    /// The declaration lists values of the member, and this is none of them.
    Undeclared {
        /// The member.
        key: Key,
        /// The value.
        value: Stated<Value>,
    },
}

/// Merges the sources of a client, the strongest first. What none of them states, `declared` states,
/// and what they state has to be in it where it says something of the member.
#[must_use]
pub fn merge(mut sources: Vec<Statement>, declared: Option<&Statement>) -> Merged {
    let mut merged = Merged::default();
    for source in &sources {
        merged.statement.written = merged.statement.written.with(source.written);
        merged.statement.unknown = merged.statement.unknown.with(source.unknown);
    }
    for key in Key::ALL {
        let stated = sources.iter_mut().find_map(|source| source.take(*key));
        let known = declared.map_or(&[][..], |declared| declared.values(*key));
        if let Some((origin, values)) = stated {
            merged.contradictions.extend(several(*key, &values));
            merged.contradictions.extend(undeclared(*key, &values, known));
            merged.statement.state(*key, origin, values);
        } else if !known.is_empty() {
            merged.statement.state(*key, Origin::Declared, known.to_vec());
        }
    }
    merged
}

fn several(key: Key, values: &[Stated<Value>]) -> Option<Contradiction> {
    if !matches!(key.member().shape, Shape::Text | Shape::Uri) {
        return None;
    }
    let (first, second) = first_clash(values, |one, other| one.value.may_be(&other.value))?;
    Some(Contradiction::Several { key, first: first.origin, second: second.origin })
}

/// The first element, and the first one after it that cannot be it.
pub(super) fn first_clash<T>(values: &[T], same: impl Fn(&T, &T) -> bool) -> Option<(&T, &T)> {
    let (first, rest) = values.split_first()?;
    Some((first, rest.iter().find(|other| !same(first, other))?))
}

fn undeclared(
    key: Key,
    values: &[Stated<Value>],
    declared: &[Stated<Value>],
) -> Vec<Contradiction> {
    let open = declared.iter().all(|stated| stated.value.text().is_none())
        || declared.iter().any(|stated| stated.value == Value::RunTime);
    let listed = |value: &Value| {
        let Some(text) = value.text() else { return true };
        declared
            .iter()
            .filter_map(|stated| stated.value.text())
            .any(|known| known == text || (key == Key::RedirectUri && is_registered(known, text)))
    };
    let unlisted = values.iter().filter(|stated| !open && !listed(&stated.value));
    unlisted.map(|value| Contradiction::Undeclared { key, value: value.clone() }).collect()
}

/// Whether a server to which `registered` is known takes `given` for it: the same text, or the same
/// URI on another port of the loopback address (RFC 8252 section 7.3).
#[must_use]
pub fn is_registered(registered: &str, given: &str) -> bool {
    fn without_port(text: &str) -> Option<(&str, &str, Option<&str>)> {
        let uri =
            Uri::read(text).ok().filter(|uri| uri.is_http() && uri.host() == Host::Loopback)?;
        Some((uri.authority?.host, uri.path, uri.query))
    }
    registered == given
        || without_port(registered).is_some_and(|known| without_port(given) == Some(known))
}

impl Value {
    /// Whether the two can be one value: what a field holds, or what arrives at run time, can be
    /// anything.
    fn may_be(&self, other: &Self) -> bool {
        match (self.text(), other.text()) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        }
    }
}
