//! The values of keys: words of closed sets, and free text.

use oauth_flow_core::quoted;
use oauth_flow_core::rules::reading as rule;
use oauth_flow_core::vocabulary::{Answer, Grant, Key, Word, look_up, respelt};

use crate::attribute::{Entry, Reader};
use crate::declared::{Addresses, Texts};
use crate::value::{self, Element, Form, Spanned, Text};
use crate::written::Written;

/// Where the IETF registers the URNs of grant types (RFC 6755 section 3).
const IETF_GRANT_TYPES: &str = "urn:ietf:params:oauth:grant-type:";

impl Reader<'_> {
    /// Answers a form that is not one value.
    pub(crate) fn not_one<T>(&mut self, entry: &Entry<'_>, form: Form) -> Option<T> {
        match form {
            Form::Flag | Form::Unfinished => self.mistakes.unfinished(entry.key, entry.span),
            Form::One(Err(fault)) => self.mistakes.fault(entry.key, &fault),
            Form::One(Ok(text)) => self.mistakes.wrong(entry.key, text.span),
            Form::List(list) if list.is_empty() => {
                self.mistakes.empty_list(entry.key, entry.span);
            }
            Form::List(_) => self.mistakes.wrong(entry.key, entry.span),
        }
        None
    }

    fn one(&mut self, entry: &Entry<'_>) -> Option<Text> {
        match value::read(entry.rest) {
            Form::One(Ok(text)) => {
                self.stands_at(entry.key, text.span);
                Some(text)
            }
            other => self.not_one(entry, other),
        }
    }

    /// The elements of a list, or of the one value that stands for it, as far as `read` takes them.
    pub(crate) fn each<T>(
        &mut self,
        entry: &Entry<'_>,
        mut read: impl FnMut(&mut Self, Text) -> Option<T>,
    ) -> Option<Vec<T>> {
        let list: Vec<Element> = match value::read(entry.rest) {
            Form::One(Ok(text)) => vec![Ok(text)],
            Form::List(list) if !list.is_empty() => list,
            other => return self.not_one(entry, other),
        };
        if let [Ok(only)] = list.as_slice() {
            self.stands_at(entry.key, only.span);
        }
        let length = list.len();
        let mut values = Vec::with_capacity(length);
        for element in list {
            match element {
                Ok(text) => values.extend(read(self, text)),
                Err(fault) => self.mistakes.fault(entry.key, &fault),
            }
        }
        (values.len() == length).then_some(values)
    }

    /// One word of a closed set.
    pub(crate) fn word<T: Word>(&mut self, entry: &Entry<'_>) -> Option<T> {
        let text = self.one(entry)?;
        self.meaning(entry.key, &text)
    }

    fn meaning<T: Word>(&mut self, key: Key, text: &Text) -> Option<T> {
        let answer = look_up::<T>(&text.value);
        let known = if let Answer::Known(word) = answer { Some(word.word()) } else { None };
        self.declared.as_written.extend(Written::word(known, text));
        match answer {
            Answer::Known(word) => return Some(word),
            _ if text.value.is_empty() => self.mistakes.empty_value(key, text.span),
            Answer::DidYouMean(meant) => {
                self.mistakes.unknown_word(&text.value, text.span, Some(meant));
            }
            Answer::Unknown if text.bare && is_constant(&text.value) => {
                self.mistakes.constant(key, text.span);
            }
            Answer::Unknown if text.bare && matches!(text.value.as_str(), "true" | "false") => {
                self.mistakes.wrong(key, text.span);
            }
            Answer::Unknown => self.mistakes.unknown_word::<T>(&text.value, text.span, None),
        }
        None
    }

    /// One or more words of a closed set.
    pub(crate) fn words<T: Word>(&mut self, entry: &Entry<'_>) -> Option<Vec<Spanned<T>>> {
        let key = entry.key;
        let words = self.each(entry, |reader, text| {
            reader.meaning(key, &text).map(|value| Spanned { value, span: text.span })
        })?;
        self.once(words, |word| word.word())
    }

    pub(crate) fn grants(&mut self, entry: &Entry<'_>) -> Option<()> {
        enum Read {
            Standard(Grant),
            Extension(String),
        }
        let read = self.each(entry, |reader, text| {
            let words: Vec<&str> =
                text.value.split([' ', ',']).filter(|word| !word.is_empty()).collect();
            let meant: Option<Vec<Grant>> = words.iter().map(|word| respelt(word)).collect();
            if let Some(meant) = meant.filter(|meant| meant.len() > 1) {
                reader.mistakes.words_in_one_string(Key::Grant, &meant, text.span);
                return None;
            }
            if let Some(grant) = text.value.strip_prefix(IETF_GRANT_TYPES).and_then(respelt)
                && !matches!(look_up::<Grant>(&text.value), Answer::Known(_))
            {
                reader.mistakes.unknown_word::<Grant>(&text.value, text.span, Some(grant));
                return None;
            }
            // A URN that differs from a standard one in nothing but its joints is a misspelt one.
            let standard = respelt::<Grant>(&text.value).is_some();
            let value = if !standard && is_absolute_uri(&text.value) {
                Read::Extension(text.value)
            } else {
                Read::Standard(reader.meaning(Key::Grant, &text)?)
            };
            Some(Spanned { value, span: text.span })
        })?;
        let read = self.once(read, |grant| match grant {
            Read::Standard(grant) => grant.word(),
            Read::Extension(urn) => urn,
        })?;
        for Spanned { value, span } in read {
            match value {
                Read::Standard(value) => self.declared.grants.push(Spanned { value, span }),
                Read::Extension(value) => {
                    self.declared.extension_grants.push(Spanned { value, span });
                }
            }
        }
        Some(())
    }

    /// The values, if none stands there twice. A list with repetitions is one mistake.
    fn once<T>(
        &mut self,
        values: Vec<Spanned<T>>,
        word: impl Fn(&T) -> &str,
    ) -> Option<Vec<Spanned<T>>> {
        for (index, second) in values.iter().enumerate() {
            let text = word(&second.value);
            let first = values.iter().take(index).find(|first| word(&first.value) == text);
            if let Some(first) = first {
                let fact = format!("{} stands twice in the list", quoted(text));
                self.mistakes.remove(&rule::REPEATED_VALUE, second.span, first.span, fact);
                return None;
            }
        }
        Some(values)
    }

    fn free(&mut self, key: Key, text: Text) -> Option<Spanned<String>> {
        if text.bare {
            let boolean = matches!(text.value.as_str(), "true" | "false");
            if boolean {
                self.mistakes.wrong(key, text.span);
            } else {
                self.mistakes.constant(key, text.span);
            }
            return None;
        }
        Some(Spanned { value: text.value, span: text.span })
    }

    /// One free text. A rule of the core speaks of an empty URI; of an empty identifier, none does.
    pub(crate) fn text(&mut self, entry: &Entry<'_>) -> Option<String> {
        let text = self.one(entry)?;
        let text = self.free(entry.key, text)?;
        if entry.key == Key::ClientId && text.value.trim().is_empty() {
            self.mistakes.empty_value(entry.key, text.span);
            return None;
        }
        Some(text.value)
    }

    /// One or more free texts.
    pub(crate) fn texts(&mut self, entry: &Entry<'_>) -> Option<Texts> {
        let key = entry.key;
        self.each(entry, |reader, text| reader.free(key, text))
    }

    /// Redirect URIs; the word `runtime` among them says that one arrives at run time.
    pub(crate) fn addresses(&mut self, entry: &Entry<'_>) -> Option<Addresses> {
        let key = entry.key;
        let mut at_run_time = false;
        let read = self.each(entry, |reader, text| {
            if text.value == "runtime" {
                at_run_time = true;
                return Some(None);
            }
            reader.free(key, text).map(Some)
        })?;
        Some(Addresses { uris: read.into_iter().flatten().collect(), at_run_time })
    }

    /// Scope tokens: one string is split at its spaces, the elements of a list are tokens as they
    /// stand.
    pub(crate) fn scopes(&mut self, entry: &Entry<'_>) -> Option<Texts> {
        let texts = self.texts(entry)?;
        let listed = !matches!(value::read(entry.rest), Form::One(_));
        let [only] = texts.as_slice() else { return Some(texts) };
        if listed {
            return Some(texts);
        }
        let span = only.span;
        let parts = only.value.split(' ').filter(|part| !part.is_empty());
        let parts: Texts = parts.map(|part| Spanned { value: String::from(part), span }).collect();
        Some(if parts.is_empty() { vec![Spanned { value: String::new(), span }] } else { parts })
    }
}

/// Whether a bare word is spelled as constants are.
fn is_constant(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
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
