//! Makes one statement of what several sources say of a client.
//!
//! Each member has the values of the first source that states any. Two values of a member that has
//! one are a contradiction, and so is a value that the declaration does not list where it lists
//! some.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::index::Index;
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
        merged.statement.take_rewritten(source);
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
    if open {
        return Vec::new();
    }
    let declared = listed(key, declared);
    let mut found = Vec::new();
    for value in values {
        if !is_listed(key, &declared, &value.value) {
            found.push(Contradiction::Undeclared { key, value: value.clone() });
        }
    }
    found
}

/// The texts among these values of a key, as a server compares them.
pub(super) fn listed(key: Key, values: &[Stated<Value>]) -> Index<'_> {
    let mut texts = Vec::with_capacity(values.len());
    for stated in values {
        if let Some(text) = stated.value.text() {
            texts.push(compared(key, text));
        }
    }
    Index::of_all(texts)
}

/// Whether a value is in the list: one without a text can be each of them.
pub(super) fn is_listed(key: Key, list: &Index<'_>, value: &Value) -> bool {
    value.text().is_none_or(|text| list.contains(&compared(key, text)))
}

/// A value of a key as a server compares it.
fn compared(key: Key, text: &str) -> Cow<'_, str> {
    if key == Key::RedirectUri { without_port(text) } else { Cow::Borrowed(text) }
}

/// A redirect URI without the port of the loopback address, which is free (RFC 8252 section 7.3).
fn without_port(text: &str) -> Cow<'_, str> {
    let uri = Uri::read(text).ok().filter(|uri| uri.is_http() && uri.host() == Host::Loopback);
    let Some(uri) = uri else { return Cow::Borrowed(text) };
    let host = uri.authority.map_or("", |authority| authority.host);
    let mark = if uri.query.is_some() { "?" } else { "" };
    Cow::Owned(["http://", host, uri.path, mark, uri.query.unwrap_or_default()].concat())
}

/// Whether a server to which `registered` is known takes `given` for it: the same text, or the same
/// URI on another port of the loopback address (RFC 8252 section 7.3).
#[must_use]
pub fn is_registered(registered: &str, given: &str) -> bool {
    registered == given || without_port(registered) == without_port(given)
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

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec;
    use alloc::vec::Vec;

    use super::{Contradiction, is_registered, merge};
    use crate::judge::{Origin, Stated, Statement, Value};
    use crate::members::{Key, Keys};

    const FIRST: Origin = Origin::Method("first");
    const SECOND: Origin = Origin::Method("second");

    fn text(text: &str) -> Value {
        Value::Text(String::from(text))
    }

    fn one(key: Key, values: &[(Value, Origin)]) -> Statement {
        let mut statement = Statement::default();
        for (value, origin) in values {
            statement.push(key, value.clone(), *origin);
        }
        statement
    }

    /// The given values of `key` that are none of the declared ones.
    fn undeclared(key: Key, declared: &[Value], given: &[Value]) -> Vec<Value> {
        let declared: Vec<_> = declared.iter().map(|it| (it.clone(), Origin::Declared)).collect();
        let given: Vec<_> = given.iter().map(|it| (it.clone(), FIRST)).collect();
        let merged = merge(vec![one(key, &given)], Some(&one(key, &declared)));
        let values = merged.contradictions.into_iter().filter_map(|it| match it {
            Contradiction::Undeclared { key: of, value } if of == key => Some(value.value),
            _ => None,
        });
        values.collect()
    }

    #[test]
    fn the_first_source_that_states_a_member_has_it() {
        let mut strong = one(Key::Scope, &[(text("a"), FIRST)]);
        strong.written = Keys::of(&[Key::Scope]);
        let mut weak = one(Key::Scope, &[(text("b"), SECOND)]);
        weak.push(Key::Resource, text("c:d"), SECOND);
        weak.written = Keys::of(&[Key::Scope, Key::Resource]);
        weak.unknown = Keys::of(&[Key::Auth]);
        let statement = merge(vec![strong, weak], None).statement;
        assert_eq!(statement.texts(Key::Scope).collect::<Vec<_>>(), ["a"]);
        assert_eq!(statement.texts(Key::Resource).collect::<Vec<_>>(), ["c:d"]);
        assert_eq!(statement.written, Keys::of(&[Key::Scope, Key::Resource]));
        assert_eq!(statement.unknown, Keys::of(&[Key::Auth]));
    }

    #[test]
    fn what_no_source_states_is_as_it_is_declared() {
        let mut declared = one(Key::Scope, &[(text("a"), Origin::Declared)]);
        declared.push(Key::ClientId, text("portal"), Origin::Declared);
        let given = one(Key::Scope, &[(text("a"), FIRST)]);
        let statement = merge(vec![given], Some(&declared)).statement;
        let origins: Vec<Origin> = [Key::Scope, Key::ClientId, Key::Resource]
            .iter()
            .flat_map(|key| statement.values(*key))
            .map(|stated| stated.origin)
            .collect();
        assert_eq!(origins, [FIRST, Origin::Declared]);
        assert_eq!(statement.texts(Key::ClientId).collect::<Vec<_>>(), ["portal"]);
    }

    #[test]
    fn two_values_of_a_member_that_has_one_are_a_contradiction() {
        let contradictions = |key, first: &Value, second: &Value| {
            let given = one(key, &[(first.clone(), FIRST), (second.clone(), SECOND)]);
            merge(vec![given], None).contradictions
        };
        for key in [Key::ClientId, Key::Issuer, Key::TokenEndpoint] {
            let several = Contradiction::Several { key, first: FIRST, second: SECOND };
            assert_eq!(contradictions(key, &text("a"), &text("b")), [several], "{key}");
            assert_eq!(contradictions(key, &text("a"), &text("a")), [], "{key}");
            // Nobody knows yet what the field will hold.
            assert_eq!(contradictions(key, &text("a"), &Value::InField), [], "{key}");
            assert_eq!(contradictions(key, &Value::RunTime, &text("b")), [], "{key}");
        }
        for key in [Key::RedirectUri, Key::Scope, Key::Resource] {
            assert_eq!(contradictions(key, &text("a"), &text("b")), [], "{key}");
        }
    }

    #[test]
    fn a_contradiction_names_the_first_value_that_is_another() {
        let given = [(text("a"), FIRST), (text("a"), Origin::Method("same")), (text("b"), SECOND)];
        let merged = merge(vec![one(Key::ClientId, &given)], None);
        let several = Contradiction::Several { key: Key::ClientId, first: FIRST, second: SECOND };
        assert_eq!(merged.contradictions, [several]);
    }

    #[test]
    fn a_value_that_the_declaration_does_not_list_is_a_contradiction() {
        let listed = [text("read"), text("write")];
        assert_eq!(undeclared(Key::Scope, &listed, &[text("write"), text("read")]), []);
        assert_eq!(
            undeclared(Key::Scope, &listed, &[text("read"), text("admin")]),
            [text("admin")]
        );
        assert_eq!(undeclared(Key::Scope, &listed, &[Value::InField]), []);
        let value = Stated { value: text("admin"), origin: SECOND };
        let merged = merge(
            vec![one(Key::Scope, &[(text("admin"), SECOND)])],
            Some(&one(Key::Scope, &[(text("read"), Origin::Declared)])),
        );
        assert_eq!(merged.contradictions, [Contradiction::Undeclared { key: Key::Scope, value }]);
    }

    #[test]
    fn a_member_that_is_left_to_the_run_time_takes_any_value() {
        let known = text("https://app.example.com/cb");
        let other = [text("https://other.example.com/cb")];
        let key = Key::RedirectUri;
        assert_eq!(undeclared(key, &[], &other), []);
        assert_eq!(undeclared(key, &[Value::RunTime], &other), []);
        assert_eq!(undeclared(key, &[Value::InField], &other), []);
        assert_eq!(undeclared(key, &[known.clone(), Value::RunTime], &other), []);
        assert_eq!(undeclared(key, &[known.clone(), Value::InField], &other), other);
        assert_eq!(undeclared(key, &[known], &other), other);
    }

    #[test]
    fn the_port_of_the_loopback_address_is_free_in_a_redirect_uri_alone() {
        let declared = [text("http://127.0.0.1/cb")];
        let given = [text("http://127.0.0.1:49152/cb")];
        assert_eq!(undeclared(Key::RedirectUri, &declared, &given), []);
        assert_eq!(undeclared(Key::Issuer, &declared, &given), given);
    }

    #[test]
    fn a_redirect_uri_is_registered_as_it_is_but_for_the_port_of_the_loopback_address() {
        for (registered, given, is) in [
            ("https://app.example.com/cb", "https://app.example.com/cb", true),
            ("com.example.app:/cb", "com.example.app:/cb", true),
            ("no URI", "no URI", true),
            ("http://127.0.0.1/cb", "http://127.0.0.1:49152/cb", true),
            ("http://127.0.0.1:1/cb?a=1", "http://127.0.0.1:2/cb?a=1", true),
            ("http://[::1]:1/cb", "http://[::1]/cb", true),
            ("http://127.0.0.1/cb", "http://[::1]/cb", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:49152/other", false),
            ("http://127.0.0.1/cb?a=1", "http://127.0.0.1:49152/cb?a=2", false),
            ("http://127.0.0.1/cb", "http://127.0.0.1:49152/cb?a=1", false),
            // RFC 8252 section 7.3 frees the port of `http` on an address of the loopback interface.
            ("https://127.0.0.1/cb", "https://127.0.0.1:8443/cb", false),
            ("http://localhost/cb", "http://localhost:49152/cb", false),
            ("http://app.example.com/cb", "http://app.example.com:8080/cb", false),
            ("https://app.example.com/cb", "https://other.example.com/cb", false),
            ("no URI", "http://127.0.0.1/cb", false),
            ("no URI", "neither", false),
        ] {
            assert_eq!(is_registered(registered, given), is, "{registered} {given}");
        }
    }
}
