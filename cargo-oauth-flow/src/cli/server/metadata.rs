//! The metadata of a server as a snapshot has it.

use std::collections::{BTreeMap, BTreeSet};

use oauth_flow_core::echo;
use oauth_flow_core::uri::{UnfitUrl, Uri, server_url};
use serde_json::{Map, Value};

use super::members::{Form, known};

/// What is said of an object that names no server.
pub(crate) const NO_ISSUER: &str = "it has no `issuer` (RFC 8414 section 2)";

/// The known members of the metadata of a server. Lists are sorted, and have no value twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Metadata {
    issuer: String,
    /// All of them, the issuer too.
    pub(crate) members: BTreeMap<&'static str, Value>,
}

impl Metadata {
    /// Takes the known members out of an object; what is `null` is absent. What is wrong with one of them
    /// is told in words.
    pub(crate) fn take(object: &mut Map<String, Value>) -> Result<Self, String> {
        let mut members = BTreeMap::new();
        for (name, form) in known() {
            if let Some(value) = object.remove(name).filter(|value| !value.is_null()) {
                members.insert(name, read(name, form, value)?);
            }
        }
        let issuer = members.get("issuer").and_then(Value::as_str).map(String::from);
        let issuer = issuer.ok_or(NO_ISSUER)?;
        Ok(Self { issuer, members })
    }

    /// The issuer identifier.
    pub(crate) fn issuer(&self) -> &str {
        &self.issuer
    }

    /// What the members say otherwise in `new`, a line for each that has changed.
    pub(crate) fn changes(&self, new: &Self) -> Vec<String> {
        let mut lines = Vec::new();
        for (name, _) in known() {
            let line = match (self.members.get(name), new.members.get(name)) {
                (Some(old), Some(new)) if old == new => continue,
                (None, None) => continue,
                (Some(Value::Array(old)), Some(Value::Array(new))) => lists(old, new),
                (Some(old), Some(new)) => format!("was {}, and is {}", shown(old), shown(new)),
                (Some(old), None) => format!("was {}, and is absent", shown(old)),
                (None, Some(new)) => format!("was absent, and is {}", shown(new)),
            };
            lines.push(format!("`{name}` {line}"));
        }
        lines
    }
}

/// The value of a member in its form.
fn read(name: &str, form: Form, value: Value) -> Result<Value, String> {
    let value = match (form, value) {
        (Form::Url, Value::String(url)) => {
            server_url(&url).map_err(|error| match error {
                UnfitUrl::Invalid => {
                    format!("`{name}` is not an absolute URL without userinfo and fragment")
                }
                UnfitUrl::Insecure => {
                    format!("`{name}` is neither `https`, nor `http` on the loopback interface")
                }
            })?;
            Value::String(url)
        }
        (Form::Text, Value::String(text)) => Value::String(text),
        (Form::Flag, Value::Bool(flag)) => Value::Bool(flag),
        (Form::Texts, Value::Array(values)) if values.iter().all(Value::is_string) => {
            let mut texts: Vec<String> =
                values.into_iter().filter_map(|value| value.as_str().map(String::from)).collect();
            texts.sort();
            texts.dedup();
            Value::from(texts)
        }
        (Form::Object, Value::Object(values)) if values.values().all(Value::is_string) => {
            let sorted: BTreeMap<String, Value> = values.into_iter().collect();
            Value::Object(sorted.into_iter().collect())
        }
        (form, _) => return Err(format!("`{name}` is not {}", form.words())),
    };
    if texts(&value).any(has_userinfo) {
        return Err(format!("`{name}` has a URL with userinfo, which may be a secret"));
    }
    Ok(value)
}

/// The texts in the value of a member.
fn texts(value: &Value) -> Box<dyn Iterator<Item = &str> + '_> {
    match value {
        Value::String(text) => Box::new(std::iter::once(text.as_str())),
        Value::Array(values) => Box::new(values.iter().filter_map(Value::as_str)),
        Value::Object(values) => Box::new(values.values().filter_map(Value::as_str)),
        _ => Box::new(std::iter::empty()),
    }
}

fn has_userinfo(text: &str) -> bool {
    Uri::read(text).is_ok_and(|uri| uri.has_userinfo())
}

/// What two lists do not share.
fn lists(old: &[Value], new: &[Value]) -> String {
    let set = |of: &'_ [Value]| -> BTreeSet<String> { of.iter().map(shown).collect() };
    let (old, new) = (set(old), set(new));
    let only = |of: &BTreeSet<String>, other| of.difference(other).cloned().collect::<Vec<_>>();
    let (gone, added) = (only(&old, &new), only(&new, &old));
    let part = |values: &[String], verb: &str| match values {
        [] => None,
        values => Some(format!("{verb} {}", some(values))),
    };
    let parts = [part(&gone, "no longer has"), part(&added, "now has")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", and ")
}

/// The first values, and how many more there are.
fn some(values: &[String]) -> String {
    const SHOWN: usize = 8;
    let first: Vec<&str> = values.iter().take(SHOWN).map(String::as_str).collect();
    let more = values.len() - first.len();
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{more}", first.join(", "))
}

/// A value as a line shows it.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => long(text),
        Value::Array(values) if values.is_empty() => String::from("an empty list"),
        Value::Array(values) => some(&values.iter().map(shown).collect::<Vec<_>>()),
        Value::Object(values) => {
            let pairs =
                values.iter().map(|(name, value)| format!("`{}` {}", echo(name), shown(value)));
            some(&pairs.collect::<Vec<_>>())
        }
        value => value.to_string(),
    }
}

/// A text in quotes. A URL is often longer than what a message shows of a value.
fn long(text: &str) -> String {
    const SHOWN: usize = 200;
    let start: String = text.chars().take(SHOWN).collect();
    let more = if start.len() < text.len() { "..." } else { "" };
    format!("\"{}{more}\"", oauth_flow_core::visible(&start))
}
