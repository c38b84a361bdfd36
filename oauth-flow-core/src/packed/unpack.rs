//! From texts to a declaration, where constants are evaluated.

use super::{AT_RUN_TIME, SET};
use crate::declaration::{Declaration, Waiver};
use crate::members::Key;
use crate::vocabulary::{Entry, Grant, ResponseType, Word};

/// A declaration that was unpacked, with the lists of words that it borrows.
#[derive(Clone, Copy, Debug)]
pub struct Unpacked<'a> {
    declaration: Declaration<'a>,
    grants: List<Grant, { Grant::ALL.len() }>,
    response_types: List<ResponseType, { ResponseType::ALL.len() }>,
}

impl<'a> Unpacked<'a> {
    /// Unpacks the words and the texts behind them.
    ///
    /// # Panics
    ///
    /// If the texts are anything else. Where constants are evaluated, that is an error of the
    /// compiler.
    #[must_use]
    pub const fn of(packed: &'a [&'a str], waivers: &'a [Waiver<'a>]) -> Self {
        let mut unpacker = Unpacker {
            unpacked: Self {
                declaration: Declaration { waivers, ..Declaration::EMPTY },
                grants: List::of(Grant::AuthorizationCode),
                response_types: List::of(ResponseType::Code),
            },
            texts: &[],
        };
        let Some((words, texts)) = packed.split_first() else { malformed() };
        unpacker.texts = texts;
        let mut keys = Remaining::<Key>::ALL;
        let mut key = None;
        let mut rest = if words.is_empty() { None } else { Some(words.as_bytes()) };
        while let Some(text) = rest {
            let (part, mark, tail) = split(text);
            rest = tail;
            match (key, mark) {
                // Keys are in order, so that none is looked for twice.
                (None, Some(b'=')) => {
                    let (found, later) = keys.find(part);
                    (key, keys) = (Some(found), later);
                }
                (Some(at), Some(b',')) => unpacker.value(at, part),
                (Some(at), Some(b';') | None) => {
                    unpacker.value(at, part);
                    key = None;
                }
                _ => malformed(),
            }
        }
        if !unpacker.texts.is_empty() {
            malformed();
        }
        unpacker.unpacked
    }

    /// The declaration, which borrows the lists of this value.
    #[must_use]
    pub const fn declaration(&'a self) -> Declaration<'a> {
        Declaration {
            grants: self.grants.words(),
            response_types: self.response_types.words(),
            ..self.declaration
        }
    }
}

struct Unpacker<'a> {
    unpacked: Unpacked<'a>,
    /// The texts that belong to no key yet.
    texts: &'a [&'a str],
}

impl Unpacker<'_> {
    const fn value(&mut self, key: Key, value: &[u8]) {
        let number = number(value);
        let it = &mut self.unpacked.declaration;
        match (key, number) {
            (Key::Kind, None) => it.kind = Some(word(value)),
            (Key::Profile, None) => it.profile = word(value),
            (Key::Grant, None) => self.unpacked.grants.push(word(value)),
            (Key::ResponseType, None) => self.unpacked.response_types.push(word(value)),
            (Key::ResponseMode, None) => it.response_mode = Some(word(value)),
            (Key::Pkce, None) => it.pkce = Some(word(value)),
            (Key::Auth, None) => it.auth = word(value),
            (Key::Refresh, None) => it.refresh = Some(word(value)),
            (Key::SenderConstraint, None) => it.sender_constraint = Some(word(value)),
            (Key::RequestObject, None) => it.request_object = Some(word(value)),
            (Key::RedirectUri, None) => it.redirect_uri_at_run_time = is(value, AT_RUN_TIME),
            (Key::PostLogoutRedirectUri, None) => {
                it.post_logout_redirect_uri_at_run_time = is(value, AT_RUN_TIME);
            }
            (Key::Resource, None) => it.resource_at_run_time = is(value, AT_RUN_TIME),
            (Key::Par, None) => it.par = is(value, SET),
            (Key::DynamicRegistration, None) => it.dynamic_registration = is(value, SET),
            (_, None) => malformed(),
            (_, Some(number)) => self.take(key, number),
        }
    }

    /// Gives the next `number` texts to `key`.
    const fn take(&mut self, key: Key, number: usize) {
        let Some((texts, rest)) = self.texts.split_at_checked(number) else { malformed() };
        self.texts = rest;
        let it = &mut self.unpacked.declaration;
        match (key, texts) {
            (Key::Grant, _) => it.extension_grants = texts,
            (Key::RedirectUri, _) => it.redirect_uris = texts,
            (Key::PostLogoutRedirectUri, _) => it.post_logout_redirect_uris = texts,
            (Key::Scope, _) => it.scopes = texts,
            (Key::Resource, _) => it.resources = texts,
            (Key::Audience, _) => it.audiences = texts,
            (Key::Deny, _) => it.denied = texts,
            (Key::ClientId, [text]) => it.client_id = Some(*text),
            (Key::JwksUri, [text]) => it.jwks_uri = Some(*text),
            (Key::Issuer, [text]) => it.issuer = Some(*text),
            (key, [text]) => match key.endpoint() {
                Some(endpoint) => *it.endpoints.get_mut(endpoint) = Some(*text),
                None => malformed(),
            },
            _ => malformed(),
        }
    }
}

/// A list of at most as many words as the set has, since a declaration holds each word once.
#[derive(Clone, Copy, Debug)]
struct List<T, const N: usize> {
    words: [T; N],
    length: usize,
}

impl<T: Word, const N: usize> List<T, N> {
    /// The empty list; `filler` takes the room that the list does not use.
    const fn of(filler: T) -> Self {
        Self { words: [filler; N], length: 0 }
    }

    const fn push(&mut self, word: T) {
        match self.words.split_at_mut_checked(self.length) {
            Some((_, [free, ..])) => *free = word,
            _ => malformed(),
        }
        self.length += 1;
    }

    const fn words(&self) -> &[T] {
        self.words.split_at(self.length).0
    }
}

const fn word<T: Word>(text: &[u8]) -> T {
    Remaining::<T>::ALL.find(text).0
}

/// The words of a set that are still looked for, with their texts.
#[derive(Clone, Copy)]
struct Remaining<T: Word> {
    words: &'static [T],
    entries: &'static [Entry],
}

impl<T: Word> Remaining<T> {
    const ALL: Self = Self { words: T::ALL, entries: T::SET.entries };

    /// The word that `text` is, and the words behind it.
    const fn find(mut self, text: &[u8]) -> (T, Self) {
        while let ([word, words @ ..], [entry, entries @ ..]) = (self.words, self.entries) {
            self = Self { words, entries };
            if entry.word.len() == text.len() && same(text, entry.word.as_bytes()) {
                return (*word, self);
            }
        }
        malformed()
    }
}

/// Whether `text` is `only`, the one word that may be there.
const fn is(text: &[u8], only: &str) -> bool {
    if same(text, only.as_bytes()) { true } else { malformed() }
}

const fn same(mut a: &[u8], mut b: &[u8]) -> bool {
    while let [first, rest @ ..] = a {
        let [second, other @ ..] = b else { return false };
        if *first != *second {
            return false;
        }
        a = rest;
        b = other;
    }
    b.is_empty()
}

/// The number that `text` writes, if it writes one.
const fn number(mut text: &[u8]) -> Option<usize> {
    let mut number: usize = 0;
    while let [digit @ b'0'..=b'9', rest @ ..] = text {
        number = number.saturating_mul(10).saturating_add((*digit - b'0') as usize);
        text = rest;
        if rest.is_empty() {
            return Some(number);
        }
    }
    None
}

/// The text before the first mark, the mark, and the text after it.
const fn split(text: &[u8]) -> (&[u8], Option<u8>, Option<&[u8]>) {
    let mut length = 0;
    let mut rest = text;
    while let [byte, tail @ ..] = rest {
        if let b';' | b'=' | b',' = *byte {
            return (text.split_at(length).0, Some(*byte), Some(tail));
        }
        length += 1;
        rest = tail;
    }
    (text, None, None)
}

#[expect(clippy::panic, reason = "nothing else stops the evaluation of a constant")]
const fn malformed() -> ! {
    panic!(
        "what `#[oauth_client]` wrote cannot be unpacked: `OAuthClient` is not to be implemented by \
         hand, and the versions of `oauth-flow` and its macros must be the same"
    )
}
