//! The members of a JSON object that the server sends, read without loss: a member that is wrong spoils
//! no other.

use std::borrow::{Cow, ToOwned as _};
use std::string::String;
use std::time::Duration;
use std::vec::Vec;

use core::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::flow::text::shown;

/// A JSON object: its members, each name once.
pub(in crate::flow) struct Members<'j>(Vec<(Cow<'j, str>, &'j RawValue)>);

/// What a JSON value is (RFC 8259 section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl fmt::Display for JsonType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "`null`",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

/// Why bytes are no object of JSON.
pub(in crate::flow) enum NotAnObject {
    /// They are no JSON, from this line and column on.
    NotJson { line: usize, column: usize },
    /// They are another value.
    Other(JsonType),
    /// Two members have this name.
    Duplicate(String),
}

impl<'j> Members<'j> {
    pub(in crate::flow) fn read(bytes: &'j [u8]) -> Result<Self, NotAnObject> {
        // A parser may leave out a byte order mark (RFC 8259 section 8.1).
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let members: Self = serde_json::from_slice(bytes).map_err(|error| {
            // What is JSON is another value.
            match serde_json::from_slice::<&RawValue>(bytes).map(type_of) {
                Ok(found) if found != JsonType::Object => NotAnObject::Other(found),
                _ => NotAnObject::NotJson { line: error.line(), column: error.column() },
            }
        })?;
        let mut names: Vec<&str> = members.0.iter().map(|(name, _)| &**name).collect();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair.first() == pair.last()) {
            Some(pair) => {
                Err(NotAnObject::Duplicate(shown(pair.first().copied().unwrap_or_default())))
            }
            None => Ok(members),
        }
    }

    /// A member, unless it is `null`: that is how some servers leave one out.
    pub(in crate::flow) fn get(&self, name: &str) -> Option<&'j RawValue> {
        self.get_or_null(name).filter(|value| type_of(value) != JsonType::Null)
    }

    /// A member, also one that is `null`.
    pub(in crate::flow) fn get_or_null(&self, name: &str) -> Option<&'j RawValue> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| *value)
    }

    /// All of them.
    pub(in crate::flow) fn iter(&self) -> impl Iterator<Item = (&str, &'j RawValue)> {
        self.0.iter().map(|(name, value)| (&**name, *value))
    }

    /// The names, as a message shows them: ten at most.
    pub(in crate::flow) fn names(&self) -> Vec<String> {
        const MOST: usize = 10;
        let mut names: Vec<String> =
            self.0.iter().take(MOST).map(|(name, _)| shown(name)).collect();
        if self.0.len() > MOST {
            names.push("...".to_owned());
        }
        names
    }
}

/// What a value is: its first character says it.
pub(in crate::flow) fn type_of(value: &RawValue) -> JsonType {
    match value.get().trim_ascii_start().as_bytes().first() {
        Some(b'{') => JsonType::Object,
        Some(b'[') => JsonType::Array,
        Some(b'"') => JsonType::String,
        Some(b't' | b'f') => JsonType::Boolean,
        Some(b'n') => JsonType::Null,
        _ => JsonType::Number,
    }
}

/// The text of a string.
pub(in crate::flow) fn text(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

/// A number, also as text.
pub(in crate::flow) fn number(value: &RawValue) -> Option<f64> {
    match type_of(value) {
        JsonType::String => text(value)?.trim().parse().ok(),
        _ => value.get().trim().parse().ok(),
    }
}

/// A lifetime in seconds: a number, also as text or with a fraction. One that is negative, or longer
/// than a century, says nothing.
pub(in crate::flow) fn lifetime(value: &RawValue) -> Option<Duration> {
    let seconds = number(value)?;
    if !(0.0..=CENTURY).contains(&seconds) {
        return None;
    }
    Duration::try_from_secs_f64(seconds.floor()).ok()
}

/// In seconds.
const CENTURY: f64 = 100.0 * 365.25 * 86_400.0;

/// The texts of an array of strings.
pub(in crate::flow) fn texts(value: &RawValue) -> Option<Vec<String>> {
    serde_json::from_str(value.get()).ok()
}

/// Any value. What no `Value` can be, a number out of its range, is given as its text.
pub(in crate::flow) fn any(value: &RawValue) -> serde_json::Value {
    serde_json::from_str(value.get())
        .unwrap_or_else(|_| serde_json::Value::String(value.get().to_owned()))
}

impl<'j> Deserialize<'j> for Members<'j> {
    fn deserialize<D: Deserializer<'j>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'j> Visitor<'j> for Object {
            type Value = Members<'j>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'j>>(self, mut map: A) -> Result<Members<'j>, A::Error> {
                let mut members = Vec::new();
                while let Some(Name(name)) = map.next_key()? {
                    members.push((name, map.next_value()?));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Object)
    }
}

/// A name, borrowed where it has no escape.
struct Name<'j>(Cow<'j, str>);

impl<'j> Deserialize<'j> for Name<'j> {
    fn deserialize<D: Deserializer<'j>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'j> Visitor<'j> for Text {
            type Value = Name<'j>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E: de::Error>(self, name: &'j str) -> Result<Name<'j>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Name<'j>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }

        deserializer.deserialize_str(Text)
    }
}
