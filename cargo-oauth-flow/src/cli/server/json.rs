//! JSON as RFC 8259 has it, with no member of an object twice.

use std::fmt;

use oauth_flow_core::visible;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Reads one object, or says in words why the bytes are none.
pub(crate) fn object(bytes: &[u8]) -> Result<Map<String, Value>, String> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| format!("it is not UTF-8 (byte {})", error.valid_up_to()))?;
    if text.starts_with('\u{feff}') {
        return Err(String::from(
            "it begins with a byte order mark (RFC 8259 section 8.1 has none)",
        ));
    }
    let start = text.trim_start();
    if start.is_empty() {
        return Err(String::from("it is empty"));
    }
    if start.starts_with('<') {
        return Err(String::from("it is no JSON, but a page of HTML or XML"));
    }
    match serde_json::from_str(text) {
        Ok(Unique(Value::Object(object))) => Ok(object),
        Ok(_) => Err(String::from("it is JSON, but no object")),
        Err(error) => Err(format!("it is no JSON that can be read: {}", at(&error))),
    }
}

/// What is wrong, with its place first.
fn at(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let what = text.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&text);
    format!("line {line}, column {column}: {}", visible(what))
}

/// A value in which no object has a member twice.
struct Unique(Value);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader).map(Self)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Unique(value)) = values.next_element()? {
            all.push(value);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if all.contains_key(&name) {
                return Err(A::Error::custom(format!(
                    "the member `{}` is there twice",
                    oauth_flow_core::echo(&name)
                )));
            }
            let Unique(value) = members.next_value()?;
            all.insert(name, value);
        }
        Ok(Value::Object(all))
    }
}

#[cfg(test)]
mod tests {
    use super::object;

    fn error(bytes: &[u8]) -> String {
        object(bytes).err().unwrap_or_default()
    }

    #[test]
    fn an_object_is_read() {
        let read = object(br#" { "a": ["b", 1, -1, 1.5, true, null], "c": { "d": "" } } "#);
        let read = read.map(|it| serde_json::Value::Object(it).to_string());
        assert_eq!(read.as_deref(), Ok(r#"{"a":["b",1,-1,1.5,true,null],"c":{"d":""}}"#));
    }

    #[test]
    fn what_is_no_object_of_json_is_told_with_its_place() {
        let no_json = "it is no JSON that can be read: ";
        for (bytes, expected) in [
            (&b""[..], String::from("it is empty")),
            (b" \n", String::from("it is empty")),
            (b"<!doctype html>", String::from("it is no JSON, but a page of HTML or XML")),
            (b"[]", String::from("it is JSON, but no object")),
            (
                b"\xef\xbb\xbf{}",
                String::from("it begins with a byte order mark (RFC 8259 section 8.1 has none)"),
            ),
            (b"{\"a\":\"\xff\"}", String::from("it is not UTF-8 (byte 6)")),
            (
                b"{\n\"a\":1,\n\"a\":1}",
                format!("{no_json}line 3, column 3: the member `a` is there twice"),
            ),
            (
                b"{\"b\":{\"a\":1,\"a\":1}}",
                format!("{no_json}line 1, column 15: the member `a` is there twice"),
            ),
            (b"{\"a\":1", format!("{no_json}line 1, column 6: EOF while parsing an object")),
            (b"{} {}", format!("{no_json}line 1, column 4: trailing characters")),
        ] {
            assert_eq!(error(bytes), expected, "{}", String::from_utf8_lossy(bytes));
        }
        let deep = "[".repeat(1_000_000);
        assert!(error(format!("{{\"a\":{deep}").as_bytes()).contains("recursion limit exceeded"));
    }
}
