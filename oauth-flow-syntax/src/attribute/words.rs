//! The values of keys: words of closed sets, and free text.

use oauth_flow_core::rules::reading as rule;
use oauth_flow_core::vocabulary::{Answer, Set};
use oauth_flow_core::{Key, Stated, Value};

use super::argument::{self, Argument, Element, Text};
use super::{Entry, NameInSource, Reader, Values};

/// The namespace of the grant types that the IETF registers (RFC 6755 section 3).
const IETF_GRANT_TYPES: &str = "urn:ietf:params:oauth:grant-type:";

impl Reader<'_> {
    /// Answers an argument that is not one value.
    pub(super) fn not_one<T>(&mut self, entry: &Entry<'_>, argument: Argument) -> Option<T> {
        match argument {
            Argument::Flag | Argument::Unfinished => {
                self.mistakes.unfinished(entry.key, entry.span);
            }
            Argument::One(Err(fault)) => self.mistakes.fault(entry.key, &fault),
            Argument::One(Ok(text)) => self.mistakes.wrong(entry.key, text.span),
            Argument::List(list) if list.is_empty() => {
                self.mistakes.empty_list(entry.key, entry.span);
            }
            Argument::List(_) => self.mistakes.wrong(entry.key, entry.span),
        }
        None
    }

    fn one(&mut self, entry: &Entry<'_>) -> Option<Text> {
        match argument::read(entry.rest) {
            Argument::One(Ok(text)) => Some(text),
            other => self.not_one(entry, other),
        }
    }

    /// The elements of a list, or of the one value that takes its place, as far as `read` takes
    /// them. The whole value is the only element where there is one, else the key.
    pub(super) fn each(
        &mut self,
        entry: &Entry<'_>,
        read: &mut dyn FnMut(&mut Self, Text) -> Option<Value>,
    ) -> Option<Values> {
        let list: Vec<Element> = match argument::read(entry.rest) {
            Argument::One(Ok(text)) => vec![Ok(text)],
            Argument::List(list) if !list.is_empty() => list,
            other => return self.not_one(entry, other),
        };
        let whole = match list.as_slice() {
            [Ok(only)] => only.span,
            _ => entry.span,
        };
        let origin = self.mistakes.origin(whole);
        let length = list.len();
        let mut values = Vec::with_capacity(length);
        for element in list {
            match element {
                Ok(text) => {
                    let span = text.span;
                    if let Some(value) = read(self, text) {
                        values.push(Stated { value, origin: self.mistakes.origin(span) });
                    }
                }
                Err(fault) => self.mistakes.fault(entry.key, &fault),
            }
        }
        (values.len() == length).then_some((origin, values))
    }

    /// One word of a closed set.
    pub(super) fn word(&mut self, entry: &Entry<'_>, set: &'static Set) -> Option<Values> {
        let text = self.one(entry)?;
        let word = self.meaning(entry.key, set, &text)?;
        let origin = self.mistakes.origin(text.span);
        Some((origin, vec![Stated { value: Value::Word(word), origin }]))
    }

    /// The word that the text is.
    fn meaning(&mut self, key: Key, set: &'static Set, text: &Text) -> Option<&'static str> {
        let answer = set.look_up(&text.value);
        let known = match answer {
            Answer::Known(index) => set.entries.get(index).map(|entry| entry.word),
            _ => None,
        };
        self.attribute.names.extend(NameInSource::word(known, text));
        if known.is_some() {
            return known;
        }
        let meant = match answer {
            Answer::DidYouMean(index) => Some(index),
            _ => None,
        };
        let boolean = matches!(text.value.as_str(), "true" | "false");
        if text.value.is_empty() {
            self.mistakes.empty_value(key, text.span);
        } else if meant.is_none() && text.bare && is_constant(&text.value) {
            self.mistakes.constant(key, text.span);
        } else if meant.is_none() && text.bare && boolean {
            self.mistakes.wrong(key, text.span);
        } else {
            self.mistakes.unknown_word(set, &text.value, text.span, meant);
        }
        None
    }

    /// One or more words of a closed set.
    pub(super) fn words(&mut self, entry: &Entry<'_>, set: &'static Set) -> Option<Values> {
        let key = entry.key;
        let values =
            self.each(entry, &mut |reader, text| reader.meaning(key, set, &text).map(Value::Word))?;
        self.once(values)
    }

    /// One or more words of a closed set, or URIs that extend it.
    pub(super) fn words_or_uris(&mut self, entry: &Entry<'_>, set: &'static Set) -> Option<Values> {
        let key = entry.key;
        let values = self.each(entry, &mut |reader, text| reader.word_or_uri(key, set, text))?;
        self.once(values)
    }

    fn word_or_uri(&mut self, key: Key, set: &'static Set, text: Text) -> Option<Value> {
        if matches!(set.look_up(&text.value), Answer::Known(_)) {
            return self.meaning(key, set, &text).map(Value::Word);
        }
        if let Some(words) = several(set, &text.value) {
            self.mistakes.words_in_one_string(key, &words, text.span);
            return None;
        }
        if let Some(index) = in_namespace(set, &text.value) {
            self.mistakes.unknown_word(set, &text.value, text.span, Some(index));
            return None;
        }
        if is_extension(set, &text.value) {
            return Some(Value::Text(text.value));
        }
        self.meaning(key, set, &text).map(Value::Word)
    }

    /// The values, if none is there twice. A list with repetitions is one mistake.
    fn once(&mut self, (origin, values): Values) -> Option<Values> {
        for (index, second) in values.iter().enumerate() {
            let before = values.get(..index).unwrap_or_default();
            if let Some(first) = before.iter().find(|first| first.value == second.value) {
                let text = second.value.text().unwrap_or_default();
                let origins = (first.origin, second.origin);
                self.mistakes.twice(&rule::REPEATED_VALUE, rule::TWICE_IN_LIST, text, origins);
                return None;
            }
        }
        Some((origin, values))
    }

    fn free(&mut self, key: Key, text: Text) -> Option<Value> {
        if text.bare {
            let boolean = matches!(text.value.as_str(), "true" | "false");
            if boolean {
                self.mistakes.wrong(key, text.span);
            } else {
                self.mistakes.constant(key, text.span);
            }
            return None;
        }
        Some(Value::Text(text.value))
    }

    /// One free text. A rule of the core reports an empty URI; no rule reports an empty identifier.
    pub(super) fn text(&mut self, entry: &Entry<'_>) -> Option<Values> {
        let text = self.one(entry)?;
        let span = text.span;
        if matches!(entry.key, Key::ClientId | Key::Fields | Key::Registration | Key::Server)
            && !text.bare
            && text.value.trim().is_empty()
        {
            self.mistakes.empty_value(entry.key, span);
            return None;
        }
        let value = self.free(entry.key, text)?;
        let origin = self.mistakes.origin(span);
        Some((origin, vec![Stated { value, origin }]))
    }

    /// One or more free texts.
    pub(super) fn texts(&mut self, entry: &Entry<'_>) -> Option<Values> {
        let key = entry.key;
        self.each(entry, &mut |reader, text| {
            if key == Key::Audience && !text.bare && text.value.trim().is_empty() {
                reader.mistakes.empty_value(key, text.span);
                return None;
            }
            reader.free(key, text)
        })
    }

    /// Free texts; the word `runtime` among them says that one arrives at run time.
    pub(super) fn texts_or_run_time(&mut self, entry: &Entry<'_>) -> Option<Values> {
        let key = entry.key;
        self.each(entry, &mut |reader, text| {
            if text.value == "runtime" { Some(Value::RunTime) } else { reader.free(key, text) }
        })
    }

    /// Scope tokens: one string is split at its spaces, the elements of a list are tokens as they
    /// are.
    pub(super) fn scope_tokens(&mut self, entry: &Entry<'_>) -> Option<Values> {
        let (origin, values) = self.texts(entry)?;
        let one = matches!(argument::read(entry.rest), Argument::One(_));
        let [Stated { value: Value::Text(only), origin: token }] = values.as_slice() else {
            return Some((origin, values));
        };
        if !one {
            return Some((origin, values));
        }
        let mut tokens = Vec::new();
        for text in only.split(' ') {
            if !text.is_empty() {
                tokens.push(Stated { value: Value::Text(String::from(text)), origin: *token });
            }
        }
        if tokens.is_empty() {
            tokens.push(Stated { value: Value::Text(String::new()), origin: *token });
        }
        Some((origin, tokens))
    }
}

/// Whether a bare word is spelled as constants are.
fn is_constant(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// The word whose name the text has in the namespace of the IETF, where the word is no such URN or is
/// spelt otherwise.
fn in_namespace(set: &'static Set, text: &str) -> Option<usize> {
    text.strip_prefix(IETF_GRANT_TYPES).and_then(|name| set.respelt(name))
}

/// Whether the text, which is no word of the set, extends the set. A URN that differs from a standard one
/// in nothing but its joints is a misspelt one.
pub(crate) fn is_extension(set: &'static Set, text: &str) -> bool {
    in_namespace(set, text).is_none() && set.respelt(text).is_none() && is_absolute_uri(text)
}

/// The word that is meant by a text that is no word of the set.
#[cfg(feature = "documents")]
pub(crate) fn meant(set: &'static Set, text: &str) -> Option<usize> {
    in_namespace(set, text).or_else(|| match set.look_up(text) {
        Answer::Known(index) | Answer::DidYouMean(index) => Some(index),
        Answer::Unknown => None,
    })
}

/// Whether the text is a URI with a scheme (RFC 3986 section 4.3), as the name of an extension
/// grant is (RFC 6749 section 4.5).
fn is_absolute_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let in_scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let in_uri = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}#".contains(&byte);
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(in_scheme)
        && !rest.is_empty()
        && rest.bytes().all(in_uri)
}

/// The words that one string holds, if it holds several and nothing else.
fn several(set: &'static Set, text: &str) -> Option<Vec<&'static str>> {
    let mut words = Vec::new();
    for part in text.split([' ', ',']) {
        if part.is_empty() {
            continue;
        }
        let entry = set.respelt(part).and_then(|index| set.entries.get(index))?;
        words.push(entry.word);
    }
    (words.len() > 1).then_some(words)
}
