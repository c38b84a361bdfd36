//! What a source says of a client: the values of its members, each with where it comes from.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::origin::{Origin, Stated};
use super::place::Place;
use crate::members::{Key, Keys, Shape};
use crate::recommendation::adopt;
use crate::vocabulary::{Grant, Kind, Profile, Word};

/// The word of a flag that is set.
pub(crate) const SET: &str = "true";

/// The word of a flag that is not set.
pub(super) const NOT_SET: &str = "false";

/// One value of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A word of the vocabulary, in its documented spelling, or the id of a rule.
    Word(&'static str),
    /// Free text.
    Text(String),
    /// The value arrives at run time.
    RunTime,
    /// A field of the struct holds the value.
    InField,
}

impl Value {
    /// The word of a flag.
    #[must_use]
    pub const fn flag(set: bool) -> Self {
        Self::Word(if set { SET } else { NOT_SET })
    }

    /// The text or the word, if the value is known.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Text(text) => Some(text),
            Self::RunTime | Self::InField => None,
        }
    }
}

/// What a source says of a client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    members: Vec<StatedMember>,
    /// The keys that the source writes, and that could be read.
    pub written: Keys,
    /// The keys that the source writes and that could not be read, or that are required and not
    /// written: rules about them report nothing.
    pub unknown: Keys,
    /// The keys of which a type for URLs gave the text, with where it comes from.
    rewritten: Vec<(Key, Origin)>,
}

/// What a source says of one member.
#[derive(Clone, Debug, PartialEq, Eq)]
struct StatedMember {
    key: Key,
    /// The value where the source has one, else the key.
    origin: Origin,
    values: Vec<Stated<Value>>,
}

impl Statement {
    /// States the values of `key`, in place of those that were stated before. `origin` is where the
    /// source has the whole value.
    pub fn state(&mut self, key: Key, origin: Origin, values: Vec<Stated<Value>>) {
        match self.members.iter_mut().find(|member| member.key == key) {
            Some(member) => *member = StatedMember { key, origin, values },
            None => self.members.push(StatedMember { key, origin, values }),
        }
    }

    /// States one more value of `key`.
    pub fn push(&mut self, key: Key, value: Value, origin: Origin) {
        let value = Stated { value, origin };
        match self.members.iter_mut().find(|member| member.key == key) {
            Some(member) => member.values.push(value),
            None => self.members.push(StatedMember { key, origin, values: vec![value] }),
        }
    }

    /// States one more text of `key`.
    pub fn push_text(&mut self, key: Key, text: &str, origin: Origin) {
        self.push(key, Value::Text(String::from(text)), origin);
    }

    /// States one more text of `key` that comes out of a type such as `url::Url`, which may write it in
    /// another form than its user: with a slash in place of an empty path.
    pub fn push_url(&mut self, key: Key, text: &str, origin: Origin) {
        self.push_text(key, text, origin);
        self.rewritten.push((key, origin));
    }

    /// Whether a type for URLs gave the text of this value.
    pub(super) fn is_rewritten(&self, key: Key, value: &Stated<Value>) -> bool {
        self.rewritten.contains(&(key, value.origin))
    }

    /// Takes note of what the types of another source wrote.
    pub(super) fn take_rewritten(&mut self, other: &Self) {
        self.rewritten.extend_from_slice(&other.rewritten);
    }

    /// The values of `key`.
    #[must_use]
    pub fn values(&self, key: Key) -> &[Stated<Value>] {
        self.member(key).map_or(&[], |member| member.values.as_slice())
    }

    fn member(&self, key: Key) -> Option<&StatedMember> {
        self.members.iter().find(|member| member.key == key)
    }

    /// The keys of which the source states a value.
    #[must_use]
    pub fn keys(&self) -> Keys {
        let mut keys = Keys::NONE;
        for member in &self.members {
            if !member.values.is_empty() {
                keys.insert(member.key);
            }
        }
        keys
    }

    /// Forgets that values of `key` arrive at run time: only the texts that are stated are left. Where
    /// nothing else states the key, a value of it is no longer taken unseen.
    pub fn close(&mut self, key: Key) {
        if let Some(member) = self.members.iter_mut().find(|member| member.key == key) {
            member.values.retain(|stated| stated.value.text().is_some());
        }
    }

    /// The values of `key`, with the origin of the whole value; this statement has none of them
    /// any more.
    pub(super) fn take(&mut self, key: Key) -> Option<(Origin, Vec<Stated<Value>>)> {
        let index = self.members.iter().position(|member| member.key == key)?;
        let member = self.members.swap_remove(index);
        Some((member.origin, member.values))
    }

    /// The texts of `key`, in order.
    pub fn texts(&self, key: Key) -> impl Iterator<Item = &str> {
        let mut texts = Vec::new();
        for stated in self.values(key) {
            if let Some(text) = stated.value.text() {
                texts.push(text);
            }
        }
        texts.into_iter()
    }

    /// The words of `key`, in order; extensions are left out.
    pub fn words<T: Word>(&self, key: Key) -> impl Iterator<Item = T> {
        self.values(key).iter().filter_map(|stated| match stated.value {
            Value::Word(word) => T::of_word(word),
            _ => None,
        })
    }

    /// The word of `key`.
    #[must_use]
    pub fn word<T: Word>(&self, key: Key) -> Option<T> {
        self.words(key).next()
    }

    /// Where the source has the value of a place; `None` where it says nothing of it.
    #[must_use]
    pub fn origin(&self, place: Place) -> Option<Origin> {
        let member = self.member(place.key()?)?;
        let Place::Value(key, index) = place else { return Some(member.origin) };
        let only_words = matches!(key.member().shape, Shape::WordsOrUris(_));
        let mut left = index;
        for stated in &member.values {
            let counts = match stated.value {
                Value::Word(_) => true,
                Value::Text(_) => !only_words,
                Value::RunTime | Value::InField => false,
            };
            match (counts, left) {
                (true, 0) => return Some(stated.origin),
                (true, _) => left -= 1,
                (false, _) => {}
            }
        }
        Some(member.origin)
    }

    /// Fills in what the source leaves out, as [`adopt`] says, and gives the keys that it filled in.
    pub fn complete(&mut self) -> Keys {
        let mut adopted = Keys::NONE;
        let Some(kind) = self.word::<Kind>(Key::Kind) else { return adopted };
        let profile = self.word(Key::Profile).unwrap_or(Profile::Rfc9700);
        let code = self.words(Key::Grant).any(|grant: Grant| grant == Grant::AuthorizationCode);
        let adoption = adopt(kind, profile, self.written, self.keys(), code);
        let mut fill_in = |key: Key, words: &[&'static str]| {
            if words.is_empty() {
                return;
            }
            let mut values = Vec::with_capacity(words.len());
            for word in words {
                values.push(Stated { value: Value::Word(word), origin: Origin::Adopted });
            }
            self.state(key, Origin::Adopted, values);
            adopted.insert(key);
        };
        fill_in(Key::Grant, &words_of(adoption.grants.unwrap_or_default()));
        fill_in(Key::Pkce, &words_of(adoption.pkce.as_slice()));
        fill_in(Key::Auth, &words_of(adoption.auth.as_slice()));
        fill_in(Key::Par, if adoption.par { &[SET] } else { &[] });
        fill_in(Key::SenderConstraint, &words_of(adoption.sender_constraint.as_slice()));
        fill_in(Key::ResponseType, &words_of(adoption.response_types.unwrap_or_default()));
        adopted
    }
}

fn words_of<T: Word>(words: &[T]) -> Vec<&'static str> {
    let mut texts = Vec::with_capacity(words.len());
    for word in words {
        texts.push(word.word());
    }
    texts
}

#[cfg(test)]
mod tests {
    use alloc::vec;
    use alloc::vec::Vec;

    use super::{Statement, Value};
    use crate::judge::{Origin, Place};
    use crate::members::{Key, Keys};
    use crate::vocabulary::{Pkce, Word};

    const FIRST: Origin = Origin::Token(1);
    const SECOND: Origin = Origin::Token(2);

    #[test]
    fn values_that_are_stated_one_by_one_are_kept_in_order() {
        let mut statement = Statement::default();
        statement.push_text(Key::Scope, "read", FIRST);
        statement.push_text(Key::Scope, "write", SECOND);
        statement.push(Key::Resource, Value::RunTime, FIRST);
        assert_eq!(statement.texts(Key::Scope).collect::<Vec<_>>(), ["read", "write"]);
        let resources: Vec<_> =
            statement.values(Key::Resource).iter().map(|it| &it.value).collect();
        assert_eq!(resources, [&Value::RunTime]);
        assert_eq!(statement.values(Key::Audience), []);
    }

    #[test]
    fn a_place_counts_the_grants_of_the_standards_and_the_texts_of_other_keys() {
        let mut statement = Statement::default();
        statement.push_text(Key::Grant, "urn:example:grant", FIRST);
        statement.push(Key::Grant, Value::Word("jwt-bearer"), SECOND);
        assert_eq!(statement.origin(Place::Value(Key::Grant, 0)), Some(SECOND));
        statement.push(Key::RedirectUri, Value::RunTime, FIRST);
        statement.push_text(Key::RedirectUri, "https://app.example.com/cb", SECOND);
        assert_eq!(statement.origin(Place::Value(Key::RedirectUri, 0)), Some(SECOND));
        // A value that is not there is shown at the key.
        assert_eq!(statement.origin(Place::Value(Key::RedirectUri, 1)), Some(FIRST));
        assert_eq!(statement.origin(Place::Key(Key::Grant)), Some(FIRST));
        assert_eq!(statement.origin(Place::Key(Key::Scope)), None);
        assert_eq!(statement.origin(Place::Field(0)), None);
    }

    #[test]
    fn a_value_that_is_there_is_not_replaced_by_the_recommended_one() {
        let web = || {
            let mut statement = Statement::default();
            statement.push(Key::Kind, Value::Word("web"), FIRST);
            statement
        };
        let mut statement = web();
        let adopted = Keys::of(&[Key::Grant, Key::Pkce, Key::Auth, Key::ResponseType]);
        assert_eq!(statement.complete(), adopted);
        assert_eq!(statement.word(Key::Pkce), Some(Pkce::S256));
        assert_eq!(statement.origin(Place::Key(Key::Pkce)), Some(Origin::Adopted));

        let mut statement = web();
        statement.push(Key::Pkce, Value::Word("plain"), SECOND);
        assert_eq!(statement.complete(), Keys::of(&[Key::Grant, Key::Auth, Key::ResponseType]));
        assert_eq!(statement.word(Key::Pkce), Some(Pkce::Plain));

        // A key whose value could not be read has none.
        let mut statement = web();
        statement.state(Key::Pkce, SECOND, vec![]);
        assert_eq!(statement.complete(), adopted);
        assert_eq!(statement.word::<Pkce>(Key::Pkce).map(Pkce::word), Some("S256"));
    }
}
