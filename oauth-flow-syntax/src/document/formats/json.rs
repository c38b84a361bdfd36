//! JSON, with where each value is in its text.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use nojson::{
    JsonParseError, JsonValueKind, MAX_NESTING_DEPTH, RawJson, RawJsonOwned, RawJsonValue,
};
use oauth_flow_core::rules::documents as rule;

use super::notes::Notes;

/// The white space of JSON (RFC 8259 section 2).
pub(super) const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// What was parsed of a text, which may be asked for more than once.
#[derive(Debug)]
pub(in crate::document) struct Parsed {
    json: Result<RawJsonOwned, JsonParseError>,
    /// The first member that an object has twice, by the indices of the two names.
    twice: Option<(usize, usize)>,
}

impl Parsed {
    pub(in crate::document) fn of(text: &str) -> Self {
        let json = RawJsonOwned::parse(text);
        let twice = json.as_ref().ok().and_then(twice);
        Self { json, twice }
    }

    /// The value of the text, if that is JSON (RFC 8259) in which no object has a member twice.
    pub(super) fn value(&self, text: &str, notes: &mut Notes<'_>) -> Option<Node<'_>> {
        if text.starts_with('\u{feff}') {
            let bytes = 0..'\u{feff}'.len_utf8();
            notes.note(&rule::INVALID_JSON, bytes, |mistake| {
                let help = "save the document as UTF-8 without a byte order mark";
                mistake.fact(rule::BYTE_ORDER_MARK).help(help)
            });
            return None;
        }
        let json = match &self.json {
            Ok(json) => json,
            Err(error) => {
                broken(text, error, notes);
                return None;
            }
        };
        let at = |index: usize| json.get_value_by_index(index).map(Node);
        if let Some((one, other)) = self.twice
            && let (Some(one), Some(other)) = (at(one), at(other))
        {
            let earlier = notes.place(one);
            notes.note(&rule::INVALID_JSON, other.bytes(), |mistake| {
                let mistake = mistake.also(earlier).fact(rule::MEMBER_TWICE);
                mistake.quote(&other.name()).help("remove one of the two")
            });
            return None;
        }
        Some(Node(json.value()))
    }
}

/// Notes what is no JSON.
fn broken(text: &str, error: &JsonParseError, notes: &mut Notes<'_>) {
    let at = error.position();
    let letter = text.get(at..).and_then(|rest| rest.chars().next());
    let shown = letter.map(String::from).unwrap_or_default();
    let bytes = at..at + shown.len();
    notes.note(&rule::INVALID_JSON, bytes, |mistake| match error {
        JsonParseError::UnexpectedEos { .. } => mistake.fact(rule::ENDS_EARLY),
        JsonParseError::UnexpectedTrailingChar { .. } => {
            mistake.fact(rule::TEXT_BEHIND).quote(&shown)
        }
        // The parser gives this for nothing else.
        JsonParseError::InvalidValue { .. } => {
            mistake.fact(rule::TOO_DEEP).with(&MAX_NESTING_DEPTH)
        }
        JsonParseError::UnexpectedValueChar { .. } => {
            let mistake = mistake.fact(rule::NO_JSON).quote(&shown);
            let before = text.get(..at).unwrap_or_default().trim_end_matches(SPACE);
            match letter {
                Some(']' | '}') if before.ends_with(',') => {
                    mistake.help("remove the comma before it")
                }
                Some('/') => mistake.help("remove the comment, which JSON does not have"),
                _ => mistake,
            }
        }
    });
}

/// The first member that an object has twice.
fn twice(json: &RawJsonOwned) -> Option<(usize, usize)> {
    let mut names: Vec<Name<'_>> = Vec::new();
    let mut index = 0;
    while let Some(value) = json.get_value_by_index(index).map(Node) {
        index += 1;
        let Some(members) = value.members() else { continue };
        names.clear();
        for (name, _) in members {
            names.push((name.name(), name.0.index()));
        }
        let first = repeated(&mut names);
        if first.is_some() {
            return first;
        }
    }
    None
}

/// A text, and its index among others.
pub(super) type Name<'j> = (Cow<'j, str>, usize);

/// The first text that comes again, by the indices of the two. Nobody can choose texts that take longer to
/// compare than their length.
pub(super) fn repeated(names: &mut [Name<'_>]) -> Option<(usize, usize)> {
    // Each type that is sorted takes as long to compile as a format of documents.
    names.sort_unstable();
    let mut first: Option<(usize, usize)> = None;
    let mut before: Option<&Name<'_>> = None;
    for name in &*names {
        if let Some(before) = before.filter(|before| before.0 == name.0)
            && first.is_none_or(|(_, second)| name.1 < second)
        {
            first = Some((before.1, name.1));
        }
        before = Some(name);
    }
    first
}

/// A value, or the name of a member, which is a string.
#[derive(Clone, Copy)]
pub(super) struct Node<'j>(RawJsonValue<'j, 'j>);

/// What a value is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

/// With its article, as a message has it.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

impl<'j> Node<'j> {
    pub(super) fn root(json: &'j RawJson<'j>) -> Self {
        Self(json.value())
    }

    pub(super) fn kind(self) -> Kind {
        match self.0.kind() {
            JsonValueKind::Null => Kind::Null,
            JsonValueKind::Boolean => Kind::Boolean,
            JsonValueKind::Integer | JsonValueKind::Float => Kind::Number,
            JsonValueKind::String => Kind::String,
            JsonValueKind::Array => Kind::Array,
            JsonValueKind::Object => Kind::Object,
        }
    }

    /// The bytes of the value in its text; of a string with the quotes.
    pub(super) fn bytes(self) -> Range<usize> {
        let start = self.0.position();
        start..start + self.0.as_raw_str().len()
    }

    /// The text of a string without its escapes: that of the name of a member.
    pub(super) fn name(self) -> Cow<'j, str> {
        match self.0.as_string_str() {
            Ok(text) => Cow::Borrowed(text),
            // The string has an escape.
            Err(_) => self.0.to_unquoted_string_str().unwrap_or_default(),
        }
    }

    /// The text, if the value is a string.
    pub(super) fn text(self) -> Option<Cow<'j, str>> {
        (self.kind() == Kind::String).then(|| self.name())
    }

    /// The value, if it is a boolean.
    pub(super) fn boolean(self) -> Option<bool> {
        (self.kind() == Kind::Boolean).then(|| self.0.as_raw_str() == "true")
    }

    /// The value, if it is a whole number that is not negative.
    pub(super) fn number(self) -> Option<u64> {
        (self.kind() == Kind::Number).then(|| self.0.as_raw_str().parse().ok())?
    }

    /// The elements, if the value is an array.
    pub(super) fn elements(self) -> Option<impl Iterator<Item = Self> + use<'j>> {
        // The reader makes a message of a value of another kind, which takes long.
        if self.kind() != Kind::Array {
            return None;
        }
        self.0.to_array().ok().map(|elements| elements.map(Self))
    }

    /// The names and the values of the members, if the value is an object.
    pub(super) fn members(self) -> Option<impl Iterator<Item = (Self, Self)> + use<'j>> {
        if self.kind() != Kind::Object {
            return None;
        }
        self.0
            .to_object()
            .ok()
            .map(|members| members.map(|(name, value)| (Self(name), Self(value))))
    }

    /// The value of one member. For several members of one object there is [`Object`].
    pub(super) fn member(self, name: &str) -> Option<Self> {
        let found = self.members()?.find(|(other, _)| other.name() == name);
        found.map(|(_, value)| value)
    }

    /// Whether the value is the object or array with nothing in it, the empty string, or `null`.
    pub(super) fn is_empty(self) -> bool {
        match self.kind() {
            Kind::Null => true,
            Kind::Boolean | Kind::Number => false,
            Kind::String => self.0.as_raw_str().len() == 2,
            Kind::Array => self.elements().is_none_or(|mut elements| elements.next().is_none()),
            Kind::Object => self.members().is_none_or(|mut members| members.next().is_none()),
        }
    }
}

/// One member of an object.
#[derive(Clone, Copy)]
pub(super) struct Member<'o, 'j> {
    /// The name without escapes.
    pub(super) name: &'o str,
    /// Where the name is.
    pub(super) at: Node<'j>,
    pub(super) value: Node<'j>,
}

/// The members of an object, to be found by their names.
#[derive(Default)]
pub(super) struct Object<'j> {
    /// The names, sorted, each with the index of its member.
    names: Vec<Name<'j>>,
    members: Vec<(Node<'j>, Node<'j>)>,
}

impl<'j> Object<'j> {
    /// The members of a value; none, if it is no object.
    pub(super) fn of(node: Node<'j>) -> Self {
        let mut object = Self::default();
        if let Some(members) = node.members() {
            for (at, value) in members {
                object.names.push((at.name(), object.members.len()));
                object.members.push((at, value));
            }
        }
        // No name is there twice.
        repeated(&mut object.names);
        object
    }

    /// The member of this name.
    pub(super) fn get(&self, name: &str) -> Option<Member<'_, 'j>> {
        let index = self.names.partition_point(|other| *other.0 < *name);
        let (found, index) = self.names.get(index)?;
        if found != name {
            return None;
        }
        let (at, value) = *self.members.get(*index)?;
        Some(Member { name: found, at, value })
    }

    /// The member of this name, if it has a value.
    pub(super) fn valued(&self, name: &str) -> Option<Member<'_, 'j>> {
        self.get(name).filter(|member| !member.value.is_empty())
    }

    /// The text of a member, if it is a string.
    pub(super) fn text(&self, name: &str) -> Option<Cow<'j, str>> {
        self.get(name)?.value.text()
    }

    /// Whether there is a member of one of these names.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.get(name).is_some())
    }

    /// The name of the member, where there is one alone.
    pub(super) fn only_name(&self) -> Option<&str> {
        match self.names.as_slice() {
            [(name, _)] => Some(name),
            _ => None,
        }
    }

    /// Whether there is an endpoint of a server among the members (RFC 8414 section 2).
    pub(super) fn has_endpoint(&self) -> bool {
        self.names.iter().any(|(name, _)| name.ends_with("_endpoint"))
    }
}
