//! What a document leaves to the attribute: the arguments that make the same declaration of it.

use std::fmt::Write as _;

use oauth_flow_core::members::Shape;
use oauth_flow_core::vocabulary::{Grant, ResponseType, Word as _};
use oauth_flow_core::{Client, Key, Origin, Registration, Statement, Value, Waiver};

use super::LeftOut;

/// The arguments that a client states and that its registration, as it is read, does not state.
pub(super) fn of(client: &Client, registration: Option<&Registration>) -> Vec<LeftOut> {
    let mut left_out = Vec::new();
    let mut add = |key, argument| left_out.push(LeftOut { key, argument });
    for key in Key::ALL {
        match key.member().shape {
            Shape::Waiver => client.waivers().iter().for_each(|it| add(*key, waiver(it))),
            // What they say is in no statement, and the attribute keeps them.
            Shape::Prefix | Shape::Path | Shape::Document => {}
            shape => {
                let values = left_values(client, registration, *key);
                if !values.is_empty() {
                    add(*key, argument(*key, shape, &values));
                }
            }
        }
    }
    left_out
}

/// The values of a key that the attribute has to state. It states all of them or none, but for what
/// arrives at run time.
fn left_values<'c>(
    client: &'c Client,
    registration: Option<&Registration>,
    key: Key,
) -> Vec<&'c Value> {
    let statement = client.statement();
    let stated = statement.values(key).iter();
    let by_server =
        |origin| matches!(origin, Origin::Document(_)) && !client.registered().contains(key);
    let stated = stated.filter(|it| !by_server(it.origin)).map(|it| &it.value);
    let is_said = |value: &&Value| **value != Value::InField && **value != Value::flag(false);
    let mut values: Vec<&Value> = stated.filter(is_said).collect();
    let registered = registration.map_or(&[][..], |it| it.statement.values(key));
    let known = values.iter().filter(|value| value.text().is_some());
    if known.copied().eq(registered.iter().map(|it| &it.value)) {
        values.retain(|value| value.text().is_none());
    }
    if is_adopted_again(statement, key) {
        values.clear();
    }
    values
}

/// Whether the values are those that a declaration with the grants adopts (RFC 7591 section 2).
fn is_adopted_again(statement: &Statement, key: Key) -> bool {
    let code = statement.words(Key::Grant).any(|it: Grant| it == Grant::AuthorizationCode);
    let words: Vec<ResponseType> = statement.words(key).collect();
    key == Key::ResponseType && code && words == [ResponseType::Code]
}

/// A key with its values as it is written in the attribute.
fn argument(key: Key, shape: Shape, values: &[&Value]) -> String {
    let name = key.word();
    let written: Vec<String> = values.iter().map(|value| written(shape, value)).collect();
    let is_list = matches!(shape, Shape::Rules | Shape::ScopeTokens);
    match written.as_slice() {
        // One text has the scopes between its spaces, and a list has one in each text.
        [one] if !is_list => format!("{name} = {one}"),
        all => format!("{name}({})", all.join(", ")),
    }
}

fn written(shape: Shape, value: &Value) -> String {
    match value.text() {
        Some(text) if matches!(shape, Shape::Flag | Shape::Rules) => text.to_owned(),
        Some(text) => format!("{text:?}"),
        None => String::from("runtime"),
    }
}

fn waiver(waiver: &Waiver<'_>) -> String {
    let Waiver { rule, reason, until } = waiver;
    let mut text = format!("{}({rule}, reason = {reason:?}", Key::Allow.word());
    if let Some(day) = until {
        let _ = write!(text, ", until = \"{:04}-{:02}-{:02}\"", day.year, day.month, day.day);
    }
    text.push(')');
    text
}
